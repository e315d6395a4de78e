import type { AutoScalingGroupsType } from '@aws-sdk/client-auto-scaling';
import { ACCOUNT, startTestEndpoint, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';
import type { LocalService } from '../../../../local-endpoint/kit/local-service';
import { type VirtualClock, virtualClock } from '../../../../local-endpoint/kit/virtual-clock/virtual-clock';
import {
  type CompareOptions,
  type Difference,
  differences,
  type OtherAccount,
} from '../../../../prove/compare/both';
import { type CallAccount, callAccount } from '../../../../prove/compare/call-account';
import type { Step } from '../../../../prove/compare/step';
import type { SimulatedAccount } from '../../../../prove/simulated-account/simulated-account';

let accounts = 0;

/** Compares a simulated account with an empty one of the endpoint. @returns a line for each difference */
type Compare = (
  simulated: SimulatedAccount,
  steps: readonly Step[],
  options?: CompareOptions,
) => Promise<string[]>;

/** One endpoint for a file of tests, and another account of it for each comparison. */
export function useComparison(services: readonly LocalService[]): Compare {
  let endpoint: TestEndpoint<VirtualClock>;
  beforeAll(async () => {
    endpoint = await startTestEndpoint({ clock: virtualClock({ driver: 'the test' }), services });
  }, 60_000);
  afterAll(() => endpoint.close());
  return async (simulated, steps, options) => {
    const account = `3${String(++accounts).padStart(3, '0')}${ACCOUNT.slice(4)}`;
    const { clock } = endpoint;
    const call = callAccount(endpoint.client(account));
    const other: OtherAccount = {
      call,
      pass: async (seconds) => {
        await clock.pass(seconds * 1000);
        await clock.pass(0); // what else is due then
      },
      events: () => endpoint.events.filter((event) => event.account === account),
    };
    try {
      return (await differences(simulated, other, steps, options)).map(lineOf);
    } finally {
      await deleteGroups(call);
    }
  };
}

/** Else their health is read as long as other comparisons have time go on. */
async function deleteGroups(call: CallAccount): Promise<void> {
  const { AutoScalingGroups = [] } = (await call(
    ...(['auto-scaling', 'DescribeAutoScalingGroups', {}] as const),
  )) as AutoScalingGroupsType;
  for (const { AutoScalingGroupName } of AutoScalingGroups)
    await call('auto-scaling', 'DeleteAutoScalingGroup', { AutoScalingGroupName, ForceDelete: true });
}

const lineOf = ({ step, operation, input, model, other }: Difference): string =>
  [`${step} ${operation} ${JSON.stringify(input)}`, JSON.stringify(model), JSON.stringify(other)].join('\n');
