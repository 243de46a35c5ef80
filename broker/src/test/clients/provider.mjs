// A provider's verification: node provider.mjs BROKER PROVIDER VERSION [OPTIONS as JSON]. The provider knows GET /orders/{id} alone.
import { createServer } from 'node:http';
import { Verifier } from '@pact-foundation/pact';

const [pactBrokerUrl, provider, providerVersion, options = '{}'] = process.argv.slice(2);

const server = createServer((request, response) => {
  const id = /^\/orders\/(\d+)$/.exec(request.url)?.[1];
  response.writeHead(id ? 200 : 404, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(id ? { id: Number(id), state: 'paid' } : { error: 'no such path' }));
});
await new Promise((started) => server.listen(0, '127.0.0.1', started));

try {
  await new Verifier({
    pactBrokerUrl,
    provider,
    providerVersion,
    providerBaseUrl: `http://127.0.0.1:${server.address().port}`,
    publishVerificationResult: true,
    stateHandlers: { 'order 1 exists': async () => {} },
    logLevel: 'error',
    ...JSON.parse(options),
  }).verifyProvider();
  console.log('verified');
} catch (failure) {
  console.log(`not verified: ${failure.message}`);
  process.exitCode = 1;
} finally {
  server.close();
}
