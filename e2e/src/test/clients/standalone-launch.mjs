// fhirclient in a real browser: a standalone launch by a patient. Prints what the app saw as one line of JSON.
// BASE, OTHER_PATIENT, CHROMIUM, DEVELOPER_TOKEN, OPERATOR_TOKEN come by environment.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { register } from './registration.mjs';

const base = process.env.BASE;
const scope = 'openid fhirUser launch/patient patient/Patient.rs patient/DiagnosticReport.rs offline_access';
const here = path => new URL(path, import.meta.url);
const files = {
    '/': [here('app/index.html'), 'text/html'],
    '/app.js': [here('app/app.js'), 'text/javascript'],
    '/fhir-client.js': [here('node_modules/fhirclient/build/fhir-client.js'), 'text/javascript'],
};

let settings;
const server = createServer(async (request, response) => {
    const path = request.url.split('?')[0];
    if (path === '/settings.json') {
        response.setHeader('Content-Type', 'application/json').end(JSON.stringify(settings));
    } else if (files[path]) {
        response.setHeader('Content-Type', files[path][1]).end(await readFile(files[path][0]));
    } else {
        response.writeHead(404).end();
    }
});
await new Promise(listening => server.listen(0, 'localhost', listening));
const app = `http://localhost:${server.address().port}/`;

const clientId = await register(base, {
    client_name: 'A patient\'s app',
    redirect_uris: [app],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
    scope,
});
settings = { iss: `${base}/fhir/R4`, clientId, scope, redirectUri: app, otherPatient: process.env.OTHER_PATIENT };

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
});
try {
    const page = await browser.newPage();
    const complaints = [];
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(app);
    await page.getByRole('link', { name: /patient/i }).first().click();
    await page.getByRole('link', { name: /Margaret/ }).first().click();
    await page.getByRole('button', { name: /^Allow/ }).click();
    await page.waitForURL(address => address.href.startsWith(app));
    const shown = page.locator('#outcome');
    await shown.filter({ hasText: '{' }).waitFor();
    console.log(JSON.stringify({ ...JSON.parse(await shown.textContent()), complaints }));
} catch (failure) {
    const pages = browser.contexts().flatMap(context => context.pages());
    for (const page of pages) {
        console.error(page.url().split('?')[0], await page.locator('body').innerText());
    }
    throw failure;
} finally {
    await browser.close();
    server.close();
}
