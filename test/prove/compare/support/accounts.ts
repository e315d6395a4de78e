import { ACCOUNT, startTestEndpoint, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';
import { type VirtualClock, virtualClock } from '../../../../local-endpoint/kit/virtual-clock/virtual-clock';
import type { LocalService } from '../../../../local-endpoint/kit/local-service';
import type { Difference, OtherAccount } from '../../../../prove/compare/both';
import { callAccount } from '../../../../prove/compare/call-account';

let accounts = 0;

/** One endpoint for a file of tests. @returns what gives an account of it that nothing is in yet */
export function useAccounts(services: readonly LocalService[]): () => OtherAccount {
  let endpoint: TestEndpoint<VirtualClock>;
  beforeAll(async () => {
    endpoint = await startTestEndpoint({ clock: virtualClock({ driver: 'the test' }), services });
  }, 60_000);
  afterAll(() => endpoint.close());
  return () => {
    const account = `3${String(++accounts).padStart(3, '0')}${ACCOUNT.slice(4)}`;
    const { clock } = endpoint;
    return {
      call: callAccount(endpoint.client(account)),
      pass: async (seconds) => {
        await clock.pass(seconds * 1000);
        await clock.pass(0); // what else is due then
      },
    };
  };
}

/** A line of a difference, for what a failed test shows. */
export const lineOf = ({ step, operation, input, model, other }: Difference): string =>
  [`${step} ${operation} ${JSON.stringify(input)}`, JSON.stringify(model), JSON.stringify(other)].join('\n');
