import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { ACCOUNT } from '../../testing';
import { type FaultyEndpoint, rule, startFaultyEndpoint } from './support/faulty-endpoint';

let faulty: FaultyEndpoint;

beforeAll(async () => {
  faulty = await startFaultyEndpoint([
    rule('ssm', 'PutParameter', 'killed', { from: 'writer/dying', calls: { first: 1, last: 1 } }),
    rule('ssm', 'PutParameter', 'killed-before', { from: 'early', calls: { first: 1, last: 1 } }),
  ]);
});
afterAll(() => faulty.local.close());
beforeEach(() => void faulty.local.injected.splice(0));

describe('a function', () => {
  const invoke = async (FunctionName: string) => {
    const answer = await new LambdaClient(faulty.local.client()).send(new InvokeCommand({ FunctionName }));
    return { error: answer.FunctionError, text: Buffer.from(answer.Payload ?? []).toString() };
  };

  it('is killed after its call took effect, also with a role that it has assumed', async () => {
    await createFunction('dying', '/dying', true);
    expect(await invoke('dying')).toMatchObject({
      error: 'Unhandled',
      text: expect.stringContaining('SIGKILL') as string,
    });
    expect(await faulty.valueOf('/dying')).toBe('1');
    expect(faulty.local.injected).toMatchObject([
      { call: 1, caller: expect.stringContaining('writer/dying') as string },
    ]);
    expect(await invoke('dying')).toMatchObject({
      text: expect.stringContaining('ParameterAlreadyExists') as string,
    });
  });

  it('is killed before its call takes effect, and its next invocation is not', async () => {
    await createFunction('early', '/early', false);
    expect(await invoke('early')).toMatchObject({
      error: 'Unhandled',
      text: expect.stringContaining('SIGKILL') as string,
    });
    expect(await faulty.valueOf('/early')).toBeUndefined();
    expect(await invoke('early')).toMatchObject({ error: undefined });
    expect(await faulty.valueOf('/early')).toBe('1');
  });
});

/** Makes a function that puts a parameter, with its own role or with a session that it opens under its own name. */
async function createFunction(FunctionName: string, parameter: string, assumes: boolean): Promise<void> {
  const code = `
    const { SSMClient, PutParameterCommand } = require('@aws-sdk/client-ssm');
    const { STSClient, AssumeRoleCommand } = require('@aws-sdk/client-sts');
    exports.handler = async () => {
      const request = { RoleArn: 'arn:aws:iam::${ACCOUNT}:role/writer', RoleSessionName: '${FunctionName}' };
      const given = ${assumes} ? (await new STSClient().send(new AssumeRoleCommand(request))).Credentials : undefined;
      const credentials = given && { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken };
      const ssm = new SSMClient(credentials ? { credentials } : {});
      await ssm.send(new PutParameterCommand({ Name: '${parameter}', Value: '1', Type: 'String' }));
    };`;
  await new LambdaClient(faulty.local.client()).send(
    new CreateFunctionCommand({
      FunctionName,
      Role: `arn:aws:iam::${ACCOUNT}:role/writer`,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Timeout: 30,
      Code: { ZipFile: zipSync({ 'index.js': Buffer.from(code) }) },
    }),
  );
}
