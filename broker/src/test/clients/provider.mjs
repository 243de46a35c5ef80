// A provider's verification: node provider.mjs BROKER PROVIDER VERSION KNOWS [OPTIONS as JSON]. The provider knows GET of the paths that
// match the regular expression KNOWS.
import { createServer } from 'node:http';
import { Verifier } from '@pact-foundation/pact';

const [pactBrokerUrl, provider, providerVersion, knows, options = '{}'] = process.argv.slice(2);

const server = createServer((request, response) => {
  const known = new RegExp(`^(${knows})$`).test(request.url);
  response.writeHead(known ? 200 : 404, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(known ? { id: 1, state: 'paid' } : { error: 'no such path' }));
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
