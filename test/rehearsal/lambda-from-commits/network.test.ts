import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { startTestEndpoint, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';
import { missingNetwork } from '../../../rehearsal/lambda-from-commits/network';
import { functionSettings } from '../../handlers/harness/versions-stack';

let endpoint: TestEndpoint;
let ec2: EC2Client;

beforeAll(async () => {
  endpoint = await startTestEndpoint({});
  ec2 = new EC2Client(endpoint.client());
});
afterAll(() => endpoint.close());

const settings = functionSettings({ prefix: 'shop', pipeline: 'quotes', environment: 'stg' }, 'api');

const missing = (...subnets: string[]) =>
  missingNetwork(
    { name: 'shop-quotes-stg', clients: { ec2 } },
    { functions: { api: { ...settings, network: { subnets, securityGroups: ['sg-0123456789abcdef0'] } } } },
  );

test('a function in a subnet of the local endpoint can be rehearsed, and one in no network', async () => {
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  expect(await missing(...Subnets.map(({ SubnetId = '' }) => SubnetId))).toBeUndefined();
  expect(await missing()).toBeUndefined();
});

test('a subnet of the real account is named, with the function that is in it', async () => {
  const { Subnets: [there] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  expect(await missing(there?.SubnetId ?? '', 'subnet-0123456789abcdef0')).toBe(
    'shop-quotes-stg has api in the existing subnet subnet-0123456789abcdef0, which is not on the local endpoint',
  );
});
