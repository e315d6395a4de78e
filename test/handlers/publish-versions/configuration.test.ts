import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { type ParameterType, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { publishing } from '../harness/publishing';
import { versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness(['lambda:UpdateFunctionConfiguration']);
const { built, failure, publish } = publishing(harness);

const put = (Name: string, Value: string, Type: ParameterType = 'String') =>
  new SSMClient(harness.endpoint.client()).send(
    new PutParameterCommand({ Name, Value, Type, Overwrite: true }),
  );

const variablesOf = async (version: string) =>
  (await harness.configuration('api', version)).Environment?.Variables;

describe('a variable that is kept in Parameter Store', () => {
  test('has the value that the parameter has when a release begins', async () => {
    await put('/shop/table', 'orders');
    await harness.configure({
      api: { environment: { LEVEL: 'debug' }, parameters: { TABLE: '/shop/table' } },
    });
    const { SUMMARY } = await publish(await built(1));
    expect(SUMMARY).toBe('api 2 (serves 1): code, environment LEVEL, TABLE');
    expect(await variablesOf('2')).toEqual({ LEVEL: 'debug', TABLE: 'orders' });
  });

  test('is released again when its value has changed, and only then', async () => {
    await put('/shop/level', 'debug');
    await harness.configure({ api: { parameters: { LEVEL: '/shop/level' } } });
    await publish(await built(1));
    await harness.moveAlias('api', '2');
    expect(await publish(await built(1), 'e2')).toMatchObject({ SUMMARY: 'api 2: unchanged' });
    await put('/shop/level', 'error');
    expect(await publish(await built(1), 'e3')).toMatchObject({
      SUMMARY: 'api 3 (serves 2): environment LEVEL',
    });
    expect(await variablesOf('2')).toEqual({ LEVEL: 'debug' });
    expect(await variablesOf('3')).toEqual({ LEVEL: 'error' });
  });

  test('may be one of more than one call can read', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `/shop/number/${index}`);
    for (const name of names) await put(name, `value of ${name}`);
    const parameters = Object.fromEntries(names.map((name, index) => [`NUMBER_${index}`, name]));
    await harness.configure({ api: { parameters } });
    await publish(await built(1));
    expect(Object.values((await variablesOf('2')) ?? {}).sort()).toEqual(
      names.map((name) => `value of ${name}`).sort(),
    );
  });

  test('is refused before anything is changed where there is no such parameter', async () => {
    await harness.configure({ api: { parameters: { TABLE: '/shop/nothing' } } });
    expect(await failure(await built(1))).toBe(
      'functions.api.environment.TABLE: parameter /shop/nothing must exist, got: no such parameter',
    );
  });

  test('is refused where the parameter is a secret, which a function’s configuration would show', async () => {
    await put('/shop/token', 'abc', 'SecureString');
    await harness.configure({ api: { parameters: { TOKEN: '/shop/token' } } });
    const message = await failure(await built(1));
    expect(message).toContain('parameter /shop/token must be of type String or StringList');
    expect(message).toContain('have the function read it, got: SecureString');
  });
});

describe('the network of a function', () => {
  const network = async (count = 2) => {
    const ec2 = new EC2Client(harness.endpoint.client());
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
    return {
      subnets: Subnets.slice(0, count).map(({ SubnetId = '' }) => SubnetId),
      securityGroups: SecurityGroups.slice(0, 1).map(({ GroupId = '' }) => GroupId),
    };
  };
  const subnetsOf = async (version: string) =>
    (await harness.configuration('api', version)).VpcConfig?.SubnetIds ?? [];

  test('ends up in a version, whatever the order of its subnets, and goes as it came', async () => {
    const { subnets, securityGroups } = await network();
    await harness.configure({ api: { network: { subnets, securityGroups } } });
    expect((await publish(await built(1))).SUMMARY).toBe('api 2 (serves 1): code, configuration network');
    expect(await subnetsOf('2')).toEqual(subnets);
    await harness.moveAlias('api', '2');

    await harness.configure({ api: { network: { subnets: [...subnets].reverse(), securityGroups } } });
    expect((await publish(await built(1), 'e2')).SUMMARY).toBe('api 2: unchanged');

    await harness.configure({ api: { network: undefined } });
    expect((await publish(await built(1), 'e3')).SUMMARY).toContain('configuration network');
    expect(await subnetsOf('3')).toEqual([]);
  });

  test('is not named again where it stays as it is, because naming it needs rights', async () => {
    await harness.configure({ api: { network: await network(1) } });
    await publish(await built(1));
    await harness.moveAlias('api', '2');
    const inputs: object[] = [];
    harness.endpoint.answer('lambda:UpdateFunctionConfiguration', async (input, { forward }) => {
      inputs.push(input);
      return (await forward?.()) as object;
    });
    await harness.configure({ api: { memory: 256 } });
    expect((await publish(await built(1), 'e2')).SUMMARY).toBe('api 3 (serves 2): configuration memory');
    expect(inputs.map((input) => Object.keys(input))).toEqual([expect.not.arrayContaining(['VpcConfig'])]);
    expect(await subnetsOf('3')).toHaveLength(1);
  });
});
