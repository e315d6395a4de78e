import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { runReleases } from '../../../bin/commands/releases';
import { releaseClients } from '../../../bin/releases/clients';
import { textStream } from '../support/text-stream';
import { askFirst, type ReleasingEndpoint, startReleasing } from './support/released-pipeline';

let releasing: ReleasingEndpoint;
let folder: string;
const environment = { ...process.env };

beforeAll(async () => {
  releasing = await startReleasing();
  folder = mkdtempSync(join(tmpdir(), 'pipeline-factory-profile-'));
  const [config, credentials] = ['config', 'credentials'].map((name) => join(folder, name)) as [
    string,
    string,
  ];
  writeFileSync(config, ['[profile release]', `endpoint_url = ${releasing.endpoint.url}`].join('\n'));
  const keys = `aws_access_key_id = ${ACCOUNT}\naws_secret_access_key = test`;
  writeFileSync(credentials, `[release]\n${keys}\n`);
  process.env.AWS_CONFIG_FILE = config;
  process.env.AWS_SHARED_CREDENTIALS_FILE = credentials;
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE', 'AWS_REGION'])
    delete process.env[name];
});
afterAll(async () => {
  process.env = environment;
  rmSync(folder, { recursive: true });
  await releasing.endpoint.close();
});

/** As the commands are called, but for the wait between two looks. */
const tools = () => ({ ...releasing.tools, clientsFor: releaseClients });

test('a command takes credentials and endpoint of the profile that it is given', async () => {
  const { name } = await releasing.newPipeline([askFirst()]);
  const out = textStream();
  const options = { pipeline: name, limit: 10, region: REGION, profile: 'release' };
  expect(await runReleases(options, out.stream, tools())).toBe(0);
  expect(out.text()).toMatch(/ +created +- +- +InProgress/);
});

test('a profile that does not exist is named', async () => {
  const options = { pipeline: 'shop-web-prd', limit: 10, region: REGION, profile: 'relaese' };
  await expect(runReleases(options, textStream().stream, tools())).rejects.toThrow(
    'there are no AWS credentials in the profile relaese',
  );
});
