import {
  CreateAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { type LocalLambda, startLocalLambda } from './support/local-lambda';

const codeOf = (answer: number) => ({
  'index.mjs': `export const handler = async () => ({ answer: ${answer} })`,
});

let local: LocalLambda;
let client: LambdaClient;

beforeAll(async () => {
  local = await startLocalLambda();
  client = new LambdaClient({ ...local.as, maxAttempts: 1 });
});
afterAll(() => local.close());

const publish = async (FunctionName: string, more = {}) =>
  (await client.send(new PublishVersionCommand({ FunctionName, ...more }))).Version;
const update = async (FunctionName: string, answer: number, more = {}) =>
  client.send(
    new UpdateFunctionCodeCommand({ FunctionName, ...(await local.upload(codeOf(answer))), ...more }),
  );
const versions = async (FunctionName: string) => {
  const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName }));
  return Versions.map(({ Version }) => Version);
};
const remove = (FunctionName: string, Qualifier: string) =>
  client.send(new DeleteFunctionCommand({ FunctionName, Qualifier }));

/** A function with a version for each answer, from 1. */
async function functionWith(name: string, versionCount: number): Promise<string> {
  await local.create(name, codeOf(1));
  for (let version = 1; version <= versionCount; version++) {
    if (version > 1) await update(name, version);
    await publish(name);
  }
  return name;
}

describe('a version', () => {
  it('is published once of the same code and configuration', async () => {
    const name = await functionWith('unchanged', 1);
    await update(name, 1);
    expect(await publish(name, { Description: 'again' })).toBe('1');
    expect((await update(name, 1, { Publish: true })).Version).toBe('1');
    expect(await versions(name)).toEqual(['$LATEST', '1']);
  });

  it('is published of another configuration alone, and keeps it', async () => {
    const name = await functionWith('configured', 1);
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, MemorySize: 256 }));
    expect(await publish(name)).toBe('2');
    const { MemorySize } = await client.send(
      new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: '1' }),
    );
    expect(MemorySize).toBe(128);
  });

  it('is published with the code, where that is asked for', async () => {
    const name = await functionWith('at-once', 1);
    expect((await update(name, 2, { Publish: true })).Version).toBe('2');
    await local.create('first-at-once', codeOf(1), { Publish: true });
    expect(await publish('first-at-once')).toBe('1');
  });

  it('is not published of other code than the one that is meant', async () => {
    const name = await functionWith('meant', 1);
    await expect(publish(name, { CodeSha256: 'another' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('is different from current CodeSHA256 in $LATEST') as string,
    });
  });

  it('has a number that none before it had, deleted ones included', async () => {
    const name = await functionWith('numbered', 2);
    await remove(name, '2');
    expect(await versions(name)).toEqual(['$LATEST', '1']);
    await expect(
      client.send(new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: '2' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(
      client.send(new InvokeCommand({ FunctionName: name, Qualifier: '2' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await publish(name)).toBe('3');
  });

  it('cannot be deleted while an alias names it, or gives it a share', async () => {
    const name = await functionWith('named', 2);
    const RoutingConfig = { AdditionalVersionWeights: { 2: 0.5 } };
    await client.send(
      new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '1', RoutingConfig }),
    );
    for (const version of ['1', '2'])
      await expect(remove(name, version)).rejects.toMatchObject({
        name: 'ResourceConflictException',
        message: expect.stringContaining('[live]') as string,
      });
    await expect(remove(name, '$LATEST')).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});

describe('a function that is tagged to take seconds for a change', () => {
  const latest = (FunctionName: string) => client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const tagged = async (name: string, seconds: string) => {
    await local.create(name, codeOf(1), { Tags: { 'rehearsal.change-seconds': seconds } });
    return name;
  };

  it('takes no other change and publishes no version meanwhile', async () => {
    const name = await tagged('slow', '5');
    expect(await update(name, 2)).toMatchObject({ LastUpdateStatus: 'InProgress' });
    local.clock.advance(4_999);
    expect(await latest(name)).toMatchObject({ LastUpdateStatus: 'InProgress' });
    for (const call of [update(name, 3), publish(name)])
      await expect(call).rejects.toMatchObject({
        name: 'ResourceConflictException',
        message: expect.stringContaining('An update is in progress for resource') as string,
      });
    local.clock.advance(1);
    expect(await latest(name)).toMatchObject({ LastUpdateStatus: 'Successful' });
    expect(await publish(name)).toBe('1');
  });

  it('publishes with the code at once, where that is asked for', async () => {
    const name = await tagged('slow-at-once', '5');
    expect(await update(name, 2, { Publish: true })).toMatchObject({ Version: '1' });
  });

  it('is refused a change where the tag is no number', async () => {
    await expect(update(await tagged('mistaken', '5s'), 2)).rejects.toThrow(
      'The tag rehearsal.change-seconds must be a number of seconds, got: 5s',
    );
  });
});

describe('an alias', () => {
  const live = { Name: 'live', FunctionVersion: '1' };
  let name: string;
  beforeAll(async () => {
    name = await functionWith('aliased', 2);
    await client.send(new CreateAliasCommand({ FunctionName: name, ...live }));
  });
  const updateAlias = (more: object) =>
    client.send(new UpdateAliasCommand({ FunctionName: name, Name: 'live', ...more }));
  const answers = async () => {
    const seen = new Set<unknown>();
    for (let call = 0; call < 40; call++) {
      const { Payload } = await client.send(new InvokeCommand({ FunctionName: name, Qualifier: 'live' }));
      seen.add((JSON.parse(Buffer.from(Payload ?? []).toString()) as { answer: number }).answer);
    }
    return [...seen].sort();
  };

  it('is answered by both versions that share its calls, and by one where one has them all', async () => {
    await updateAlias({ RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } } });
    expect(await answers()).toEqual([1, 2]);
    await updateAlias({ FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: {} } });
    expect(await answers()).toEqual([2]);
    await updateAlias({ FunctionVersion: '1' });
    expect(await answers()).toEqual([1]);
  });

  test.each([
    ['the same version twice', { AdditionalVersionWeights: { 1: 0.5 } }, 'already included'],
    ['a share above 1', { AdditionalVersionWeights: { 2: 10 } }, 'from 0.0 to 1.0'],
    ['a share of $LATEST', { AdditionalVersionWeights: { $LATEST: 0.5 } }, '$LATEST is not supported'],
    ['three versions', { AdditionalVersionWeights: { 2: 0.1, 3: 0.1 } }, 'cannot be greater than 1'],
    ['a version that is not there', { AdditionalVersionWeights: { 9: 0.5 } }, 'Function not found'],
  ])('refuses %s and stays as it is', async (_case, RoutingConfig, message) => {
    await expect(updateAlias({ RoutingConfig })).rejects.toThrow(message);
    const after = await client.send(new GetAliasCommand({ FunctionName: name, Name: 'live' }));
    expect(Object.keys(after.RoutingConfig?.AdditionalVersionWeights ?? {})).toEqual([]);
  });

  it('is updated only from the revision that is meant', async () => {
    const { RevisionId } = await updateAlias({ Description: 'first' });
    await updateAlias({ Description: 'second' });
    await expect(updateAlias({ Description: 'third', RevisionId })).rejects.toMatchObject({
      name: 'PreconditionFailedException',
    });
    const now = await client.send(new GetAliasCommand({ FunctionName: name, Name: 'live' }));
    expect((await updateAlias({ Description: 'third', RevisionId: now.RevisionId })).Description).toBe(
      'third',
    );
  });
});
