import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SSMClient } from '@aws-sdk/client-ssm';
import { ACCOUNT, pythonTool } from '../../testing';
import { type FaultyEndpoint, put, rule, startFaultyEndpoint } from './support/faulty-endpoint';

let faulty: FaultyEndpoint;

beforeAll(async () => {
  faulty = await startFaultyEndpoint([
    rule('ssm', 'PutParameter', 'dropped', { from: 'dropping', attempts: 1 }),
    rule('ssm', 'PutParameter', 'dropped-before', { from: 'losing', attempts: Number.POSITIVE_INFINITY }),
    rule('s3', 'GetObject', 'dropped-before'),
  ]);
});
afterAll(() => faulty.local.close());
beforeEach(() => void faulty.local.injected.splice(0));

describe('a dropped connection', () => {
  it('leaves what took effect, and the SDK repeats the call', async () => {
    const ssm = new SSMClient({ ...(await faulty.sessionOf('dropping')), maxAttempts: 2 });
    await expect(ssm.send(put('/dropped'))).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    expect(await faulty.valueOf('/dropped')).toBe('1');
    await expect(
      new SSMClient({ ...(await faulty.sessionOf('dropping')), maxAttempts: 1 }).send(put('/again')),
    ).rejects.toThrow('socket hang up');
    expect(await faulty.valueOf('/again')).toBe('1');
  });

  it('leaves nothing where it comes before the call took effect', async () => {
    const ssm = new SSMClient({ ...(await faulty.sessionOf('losing')), maxAttempts: 2 });
    await expect(ssm.send(put('/lost'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await faulty.valueOf('/lost')).toBeUndefined();
    expect(faulty.local.injected).toHaveLength(2);
  });

  it('breaks named callers without a connection, too', async () => {
    const { credentials } = await faulty.sessionOf('dropping');
    const ssm = new SSMClient({ ...faulty.local.client(), credentials, maxAttempts: 1 });
    await expect(ssm.send(put('/in-process'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await faulty.valueOf('/in-process')).toBe('1');
  });

  it('breaks a presigned request', async () => {
    const signature = `X-Amz-Credential=${ACCOUNT}/20260101/eu-west-1/s3/aws4_request`;
    await expect(fetch(`${faulty.local.url}/bucket/key?${signature}`)).rejects.toThrow('fetch failed');
    expect((await fetch(`${faulty.local.url}/bucket/key?${signature}`, { method: 'HEAD' })).status).toBe(404);
  });

  it('is repeated by the AWS CLI', async () => {
    const { credentials } = await faulty.sessionOf('dropping');
    const env = {
      ...faulty.local.environment(credentials.accessKeyId),
      AWS_MAX_ATTEMPTS: '2',
    };
    const command = ['ssm', 'put-parameter', '--name', '/cli', '--value', '1', '--type', 'String'];
    const failed = promisify(execFile)(pythonTool('aws'), command, { env });
    await expect(failed).rejects.toThrow('ParameterAlreadyExists');
    expect(faulty.local.injected.map(({ attempt }) => attempt)).toEqual([1]);
  });
});
