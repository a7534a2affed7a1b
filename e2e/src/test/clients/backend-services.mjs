// fhir-kit-client as a partner's back end: SMART Backend Services with a key of its own. Prints one line of JSON.
// BASE, NHS_NUMBER, DEVELOPER_TOKEN, OPERATOR_TOKEN come by environment.
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { Client } from 'fhir-kit-client';
import { register } from './registration.mjs';

const base = process.env.BASE;
const scope = 'system/Patient.rs';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const clientId = await register(base, {
    client_name: 'A practice system',
    grant_types: ['client_credentials'],
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS384' }] },
    scope,
});

const client = new Client({ baseUrl: `${base}/fhir/R4` });
const { tokenUrl } = await client.smartAuthMetadata();
const encoded = json => Buffer.from(JSON.stringify(json)).toString('base64url');
const now = Math.floor(Date.now() / 1000);
const content = encoded({ alg: 'RS384', typ: 'JWT', kid: 'k1' }) + '.' + encoded({
    iss: clientId, sub: clientId, aud: tokenUrl.href ?? tokenUrl, jti: randomUUID(), iat: now, exp: now + 240,
});
const answer = await fetch(tokenUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: content + '.' + sign('RSA-SHA384', Buffer.from(content), privateKey).toString('base64url'),
    }),
});
const token = await answer.json();
client.bearerToken = token.access_token;

const outcome = { token: answer.status, scope: token.scope };
outcome.version = (await client.capabilityStatement()).fhirVersion;
const found = await client.search({
    resourceType: 'Patient',
    searchParams: { identifier: `https://fhir.nhs.uk/Id/nhs-number|${process.env.NHS_NUMBER}` },
});
outcome.total = found.entry?.length ?? 0;
const id = found.entry?.[0]?.resource.id;
outcome.read = id && (await client.read({ resourceType: 'Patient', id })).id === id;
outcome.refused = await client.search({ resourceType: 'ServiceRequest', searchParams: { patient: id } }).then(
    () => 200, refused => refused.response.status);
console.log(JSON.stringify(outcome));
