// Registers an app as its developer and lets it in as the region's operator.

export async function register(base, metadata) {
    const registered = await call(base, '/oauth2/register', process.env.DEVELOPER_TOKEN, metadata);
    await call(base, `/oauth2/register/${registered.client_id}/approve`, process.env.OPERATOR_TOKEN, {});
    return registered.client_id;
}

async function call(base, path, token, body) {
    const answer = await fetch(base + path, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) {
        throw new Error(`${path} answered ${answer.status}: ${text}`);
    }
    return JSON.parse(text);
}
