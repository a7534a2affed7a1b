// A patient's app: launches itself, then shows what it could and could not read.
(async () => {
    const settings = await (await fetch('/settings.json')).json();
    const outcome = {};
    try {
        const client = await FHIR.oauth2.init(settings);
        const token = client.state.tokenResponse;
        outcome.patient = client.patient.id;
        outcome.fhirUser = client.getFhirUser();
        outcome.scope = token.scope;
        outcome.family = (await client.patient.read()).name[0].family;
        outcome.reports = (await client.patient.request('DiagnosticReport')).resourceType;
        outcome.other = await client.request(`Patient/${settings.otherPatient}`).then(
            () => 200, refused => refused.statusCode);
        outcome.write = await client.create({ resourceType: 'ServiceRequest', status: 'active', intent: 'order',
            subject: { reference: `Patient/${client.patient.id}` } }).then(() => 201, refused => refused.statusCode);
        const before = token.refresh_token;
        await client.refresh();
        outcome.refreshed = client.state.tokenResponse.refresh_token !== before;
        outcome.after = (await client.patient.read()).id;
    } catch (failure) {
        outcome.failure = String(failure);
    }
    document.getElementById('outcome').textContent = JSON.stringify(outcome);
})();
