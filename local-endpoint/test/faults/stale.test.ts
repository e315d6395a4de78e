import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type FaultyEndpoint, put, rule, startFaultyEndpoint } from './support/faulty-endpoint';

let faulty: FaultyEndpoint;

beforeAll(async () => {
  faulty = await startFaultyEndpoint([
    rule('ssm', 'GetParameter', 'stale', { from: 'late' }),
    rule('ssm', 'GetParameter', 'stale', { from: 'once', calls: { first: 2, last: 2 } }),
  ]);
});
afterAll(() => faulty.local.close());
beforeEach(() => void faulty.local.injected.splice(0));

const readerOf = async (name: string) => {
  const ssm = new SSMClient({ ...(await faulty.sessionOf(name)), maxAttempts: 1 });
  return (Name: string) =>
    ssm.send(new GetParameterCommand({ Name })).then(
      ({ Parameter }) => Parameter?.Value,
      (error: Error) => error.name,
    );
};

const write = (Name: string, Value: string) =>
  new SSMClient(faulty.local.client()).send(new PutParameterCommand({ Name, Value, Overwrite: true }));

test('a read is late by one read of the same input', async () => {
  const read = await readerOf('late');
  await new SSMClient(faulty.local.client()).send(put('/late'));
  expect(await read('/late')).toBe('1');
  expect(faulty.local.injected).toEqual([]);
  await write('/late', '2');
  expect(await read('/late')).toBe('1');
  await write('/late', '3');
  expect(await read('/late')).toBe('2');
  expect(faulty.local.injected).toHaveLength(2);
  expect(await read('/other')).toBe('ParameterNotFound');
});

test('what is not there yet stays so for the call of a rule, and the call after it sees it', async () => {
  const read = await readerOf('once');
  expect(await read('/once')).toBe('ParameterNotFound');
  await new SSMClient(faulty.local.client()).send(put('/once'));
  expect([await read('/once'), await read('/once')]).toEqual(['ParameterNotFound', '1']);
});
