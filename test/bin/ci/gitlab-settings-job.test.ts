import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { strFromU8, unzipSync } from 'fflate';
import { parse } from 'yaml';
import {
  pythonTool,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
} from '@pipeline-factory/local-endpoint/testing';
import { type PacedClock, scaledClock } from '@pipeline-factory/local-endpoint';
import { ciFile } from '../../../bin/commands/ci/ci-file';
import {
  createIdentityProvider,
  identityToken,
  trustIn,
} from '../../../local-endpoint/test/iam/support/web-identity';
import { ci, ONE_IMAGE, uploading } from './configs';

const SUBJECT = 'project_path:acme/web:ref_type:branch:ref:main';

/** The lines of a job, run by the shell that GitLab would run them with. */
interface GitlabJobs {
  readonly '.aws': { readonly before_script: string[]; readonly variables: Record<string, string> };
  readonly '.settings': { readonly script: string[] };
  readonly 'settings-stg': { readonly variables: Record<string, string> };
}

/** A client's configuration in the account of the config. */
const client = () => local.client('111111111111');

let local: TestEndpoint<PacedClock>;
let folder: string;

beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced', clock: scaledClock(1) });
  folder = mkdtempSync(join(tmpdir(), 'ci-job-'));
  await mkdir(join(folder, 'stg'));
  await writeFile(join(folder, 'appspec.yaml'), 'version: 0.0\n');
  await writeFile(join(folder, 'stg', 'taskdef.json'), '{"family":"web"}\n');
  const provider = await createIdentityProvider({ client }, 'https://gitlab.com', 'https://gitlab.com');
  const trust = trustIn(provider, { StringEquals: { 'gitlab.com:sub': SUBJECT } });
  await new IAMClient(client()).send(
    new CreateRoleCommand({ RoleName: 'shop-web-stg-ci', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  await s3().send(
    new CreateBucketCommand({
      Bucket: 'web-settings-stg',
      CreateBucketConfiguration: { LocationConstraint: REGION },
    }),
  );
});

afterAll(async () => {
  await local.close();
  rmSync(folder, { recursive: true });
});

const s3 = () => new S3Client(client());

/** What the role may do, as the factory would have it, or less. */
async function grant(...actions: string[]): Promise<void> {
  const Statement = [
    { Effect: 'Allow', Action: actions, Resource: 'arn:aws:s3:::web-settings-stg/stg/settings.zip' },
  ];
  await new IAMClient(client()).send(
    new PutRolePolicyCommand({
      RoleName: 'shop-web-stg-ci',
      PolicyName: 'work',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
}

/** Runs the job that uploads stg's settings, on a machine where zip is installed already. */
async function settingsJob(subject = SUBJECT): Promise<void> {
  const jobs = parse(ciFile(uploading(ONE_IMAGE + ci('gitlab')))) as GitlabJobs;
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  writeFileSync(join(bin, 'yum'), '#!/bin/sh\n');
  chmodSync(join(bin, 'yum'), 0o755);
  const expires = Math.floor(Date.now() / 1000) + 300;
  const script = ['set -eo pipefail', ...jobs['.aws'].before_script, ...jobs['.settings'].script].join('\n');
  await promisify(execFile)('bash', ['-c', script], {
    cwd: folder,
    env: {
      PATH: [bin, join(pythonTool('aws'), '..'), process.env.PATH].join(':'),
      HOME: mkdtempSync(join(folder, 'home-')), // where the AWS CLI remembers sessions; a job's machine is new
      AWS_ENDPOINT_URL: local.url,
      AWS_MAX_ATTEMPTS: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_TOKEN: identityToken({
        iss: 'https://gitlab.com',
        aud: 'https://gitlab.com',
        sub: subject,
        exp: expires,
      }),
      ...jobs['settings-stg'].variables,
      AWS_DEFAULT_REGION: REGION, // what version 1 of the AWS CLI calls AWS_REGION
      AWS_ROLE_SESSION_NAME: jobs['.aws'].variables.AWS_ROLE_SESSION_NAME?.replace('$CI_JOB_ID', '1') ?? '',
    },
  });
}

describe('the job that uploads settings', () => {
  it('zips and uploads them with its role, which may write one object and nothing else', async () => {
    await grant('s3:PutObject');
    await settingsJob();
    const { Body } = await s3().send(
      new GetObjectCommand({ Bucket: 'web-settings-stg', Key: 'stg/settings.zip' }),
    );
    const files = unzipSync((await Body?.transformToByteArray()) ?? new Uint8Array());
    expect(Object.keys(files).sort()).toEqual(['appspec.yaml', 'taskdef.json']);
    expect(strFromU8(files['taskdef.json'] ?? new Uint8Array())).toBe('{"family":"web"}\n');
  }, 60_000);

  it('fails where the role may not', async () => {
    await grant('s3:GetObject');
    await expect(settingsJob()).rejects.toThrow(
      /assumed-role\/shop-web-stg-ci\/gitlab-1 is not authorized to perform: s3:PutObject/,
    );
  }, 60_000);

  it('gets no credentials on another branch', async () => {
    await grant('s3:PutObject');
    await expect(settingsJob(SUBJECT.replace(':main', ':feature'))).rejects.toThrow(
      'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    );
  }, 60_000);
});
