// fhir-kit-client as a practice system that reads results. Prints one line of JSON.
// BASE, TOKEN, STRANGER_TOKEN, PATIENT, REPORT come by environment.
import { Client } from 'fhir-kit-client';

const baseUrl = `${process.env.BASE}/fhir/R4`;
const client = new Client({ baseUrl, bearerToken: process.env.TOKEN });
const patient = process.env.PATIENT;
const resourceType = 'Observation';
const types = bundle => (bundle.entry ?? []).map(entry => entry.resource.resourceType).sort();
const ids = bundle => (bundle.entry ?? []).map(entry => entry.resource.id);

async function all(first) {
    const found = [];
    let pages = 0;
    for (let page = await first; page; page = await client.nextPage({ bundle: page })) {
        found.push(...ids(page));
        pages++;
    }
    return { found: found.length, different: new Set(found).size, pages };
}

const refused = call => call.then(() => 200, error => error.response.status);
const report = await client.read({ resourceType: 'DiagnosticReport', id: process.env.REPORT });
const history = await client.history({ resourceType: 'DiagnosticReport', id: report.id });
const first = await client.vread({ resourceType: 'DiagnosticReport', id: report.id, version: '1' });
const included = await client.search({
    resourceType: 'DiagnosticReport',
    searchParams: { patient, _include: ['DiagnosticReport:result', 'DiagnosticReport:specimen'] },
});
const specimen = await client.resolve({ reference: report.specimen[0].reference });
const last = await client.operation({ name: 'lastn', resourceType, method: 'GET', input: { patient } });
const stranger = new Client({ baseUrl, bearerToken: process.env.STRANGER_TOKEN });

console.log(JSON.stringify({
    status: report.status,
    versions: history.entry.map(entry => entry.resource.status),
    first: first.status,
    included: types(included),
    specimen: specimen.resourceType,
    paged: await all(client.search({ resourceType, searchParams: { patient, _count: 2 } })),
    everything: await all(client.operation({
        name: 'everything', resourceType: 'Patient', id: patient, method: 'GET', input: { _count: 3 },
    })),
    last: last.entry.map(entry => entry.resource.valueQuantity.value),
    unknownParameter: await refused(client.search({ resourceType, searchParams: { patient, colour: 'red' } })),
    stranger: await refused(stranger.read({ resourceType: 'DiagnosticReport', id: report.id })),
}));
