import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { ec2 } from '../../services/ec2/service';
import { lambda } from '../../services/lambda/service';
import { ACCOUNT, startTestEndpoint, type TestEndpoint } from '../../testing';

let endpoint: TestEndpoint;
let client: LambdaClient;
let network: { SubnetIds: string[]; SecurityGroupIds: string[] };

beforeAll(async () => {
  endpoint = await startTestEndpoint({ services: [lambda, ec2], roles: 'enforced' });
  client = new LambdaClient({ ...endpoint.client(), maxAttempts: 1 });
  const { Subnets = [] } = await ec2Client().send(new DescribeSubnetsCommand({}));
  const { SecurityGroups = [] } = await ec2Client().send(new DescribeSecurityGroupsCommand({}));
  network = {
    SubnetIds: Subnets.slice(0, 2).map(({ SubnetId = '' }) => SubnetId),
    SecurityGroupIds: SecurityGroups.slice(0, 1).map(({ GroupId = '' }) => GroupId),
  };
});
afterAll(() => endpoint.close());

const ec2Client = () => new EC2Client(endpoint.client());

/** A function whose role may make network interfaces of these resources. */
async function functionWith(name: string, resources: string): Promise<void> {
  const iam = new IAMClient(endpoint.client());
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
  const grant = { Effect: 'Allow', Action: 'ec2:CreateNetworkInterface', Resource: resources };
  const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document(trust) }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName: name, PolicyName: 'work', PolicyDocument: document(grant) }),
  );
  await client.send(
    new CreateFunctionCommand({
      ...{ FunctionName: name, Runtime: 'nodejs22.x', Handler: 'index.handler' },
      Role: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      Code: { ZipFile: zipSync({ 'index.js': Buffer.from('exports.handler = async () => 1;') }) },
    }),
  );
}

const enter = (FunctionName: string, VpcConfig = network) =>
  client.send(new UpdateFunctionConfigurationCommand({ FunctionName, VpcConfig }));

const subnetsOf = async (FunctionName: string) =>
  (await client.send(new GetFunctionConfigurationCommand({ FunctionName }))).VpcConfig?.SubnetIds;

describe('a function enters a network', () => {
  it('whose role may make network interfaces there', async () => {
    await functionWith('allowed', `arn:aws:ec2:*:${ACCOUNT}:*/*`);
    await enter('allowed');
    expect(await subnetsOf('allowed')).toEqual(network.SubnetIds);
  });

  it('and leaves it, which needs no right', async () => {
    await functionWith('leaving', `arn:aws:ec2:*:${ACCOUNT}:*/*`);
    await enter('leaving');
    await enter('leaving', { SubnetIds: [], SecurityGroupIds: [] });
    expect(await subnetsOf('leaving')).toEqual([]);
  });

  it('only if its role may, in every subnet', async () => {
    await functionWith('half', `arn:aws:ec2:*:${ACCOUNT}:subnet/${network.SubnetIds[0]}`);
    await expect(enter('half')).rejects.toThrow(
      'The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
    );
    expect(await subnetsOf('half')).toBeUndefined();
  });

  it('only if that has the subnet', async () => {
    await functionWith('lost', `arn:aws:ec2:*:${ACCOUNT}:*/*`);
    const away = { ...network, SubnetIds: ['subnet-0123456789abcdef0'] };
    await expect(enter('lost', away)).rejects.toThrow(/subnet-0123456789abcdef0/);
  });
});
