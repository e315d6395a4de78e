import {
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterHistoryCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { type FaultyEndpoint, rule, startFaultyEndpoint } from './support/faulty-endpoint';

let faulty: FaultyEndpoint;

beforeAll(async () => {
  faulty = await startFaultyEndpoint([
    rule('ssm', 'DeleteParameters', 'killed'),
    rule('ssm', 'GetParameterHistory', '500', { from: 'somebody-else' }),
    rule('ssm', 'DescribeParameters', 'stale'),
  ]);
});
afterAll(() => faulty.local.close());
beforeEach(() => void faulty.local.injected.splice(0));

test('a rule that no call has met counts how near calls came', async () => {
  const ssm = new SSMClient(faulty.http);
  await ssm.send(new DeleteParametersCommand({ Names: ['/none'] }));
  await ssm.send(new GetParameterHistoryCommand({ Name: '/none' })).catch(() => undefined);
  await ssm.send(new DescribeParametersCommand({}));
  const unmatched = faulty.local
    .unmatchedFaults()
    .map(({ rule: { operation }, ...counts }) => ({ operation, ...counts }));
  expect(unmatched).toEqual([
    { operation: 'DeleteParameters', ofOperation: 1, ofCaller: 0, first: 0, otherCallers: ['root'] },
    { operation: 'GetParameterHistory', ofOperation: 1, ofCaller: 0, first: 0, otherCallers: ['root'] },
    { operation: 'DescribeParameters', ofOperation: 1, ofCaller: 1, first: 1, otherCallers: [] },
  ]);
});
