// A consumer test: node consumer.mjs DIRECTORY CONSUMER PROVIDER [PATH]. Writes the pact that the test recorded.
import { deepEqual } from 'node:assert/strict';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';

const [dir, consumer, provider, path = '/orders/1'] = process.argv.slice(2);

await new PactV4({ consumer, provider, dir, logLevel: 'error' })
  .addInteraction()
  .given('order 1 exists')
  .uponReceiving(`a request for ${path}`)
  .withRequest('GET', path, (request) => request.headers({ Accept: 'application/json' }))
  .willRespondWith(200, (response) => response.jsonBody({ id: MatchersV3.integer(1), state: 'paid' }))
  .executeTest(async ({ url }) => {
    const answer = await fetch(url + path, { headers: { Accept: 'application/json' } });
    deepEqual(await answer.json(), { id: 1, state: 'paid' });
  });
