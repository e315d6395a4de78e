import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ACCOUNT, REGION } from '../../testing';
import { contextOf, LOG_GROUP, projectInput } from './support/fixture';
import { useFixture } from './support/use-fixture';

const fixture = useFixture();

const mayRead = [
  {
    Effect: 'Allow',
    Action: 'ssm:GetParameters',
    Resource: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/shop/*`,
  },
  {
    Effect: 'Allow',
    Action: 'secretsmanager:GetSecretValue',
    Resource: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:shop/token-??????`,
  },
];

beforeAll(async () => {
  const ssm = new SSMClient(fixture().client());
  await ssm.send(
    new PutParameterCommand({ Name: '/shop/database', Value: 'db.internal:5432', Type: 'SecureString' }),
  );
  await ssm.send(new PutParameterCommand({ Name: '/shop/host', Value: 'shop.internal', Type: 'String' }));
  const secrets = new SecretsManagerClient(fixture().client());
  const SecretString = JSON.stringify({ password: 'hunter2!', user: 'shop' });
  await secrets.send(new CreateSecretCommand({ Name: 'shop/token', SecretString }));
  await fixture().allow(...mayRead);
});

const spec = (env: object, ...commands: string[]) =>
  JSON.stringify({ version: 0.2, env, phases: { build: { commands } } });

const withVariables = (...environmentVariables: object[]) => ({
  environment: { ...projectInput('', '').environment, environmentVariables } as never,
});

/** Where npm keeps the packages that it has downloaded. */
const CACHE = 'npm_config_cache';

describe('the environment', () => {
  it('holds what CodeBuild documents, and of the endpoint’s own npm’s cache alone, where npm runs it', async () => {
    process.env.OUR_OWN = 'leaked';
    const build = await fixture().run(spec({}, 'env | sort'));
    delete process.env.OUR_OWN;
    const lines = (await fixture().log(build)).split('\n');
    const names = lines.filter((line) => /^[A-Za-z_]+=/.test(line)).map((line) => line.split('=')[0]);
    const ours = ['CI', 'HOME', 'PATH', 'TMPDIR', 'PWD', 'OLDPWD', 'SHLVL', '_', 'OPTIND', 'IFS', CACHE];
    expect(names.filter((name = '') => !/^(AWS|CODEBUILD)_/.test(name) && !ours.includes(name))).toEqual([]);
    const { npm_config_cache: cache } = process.env;
    expect(lines.filter((line) => line.startsWith(`${CACHE}=`))).toEqual(cache ? [`${CACHE}=${cache}`] : []);
    expect(lines).toEqual(
      expect.arrayContaining([
        `CODEBUILD_BUILD_ID=${build.id}`,
        `CODEBUILD_BUILD_ARN=${build.arn}`,
        `CODEBUILD_BUILD_NUMBER=${build.buildNumber}`,
        'CODEBUILD_BUILD_SUCCEEDING=1',
        `CODEBUILD_LOG_PATH=${build.logs?.streamName}`,
        `CODEBUILD_START_TIME=${build.startTime?.getTime()}`,
        `AWS_REGION=${REGION}`,
        `AWS_DEFAULT_REGION=${REGION}`,
      ]),
    );
    expect(names.filter((name) => name?.startsWith('CODEBUILD_WEBHOOK'))).toEqual([]);
  });

  it('takes what the build says before what the project says, and that before the buildspec', async () => {
    const name = await fixture().project(
      spec({ variables: { A: 'buildspec', B: 'buildspec', C: 'buildspec' } }, 'echo "values $A $B $C"'),
      withVariables({ name: 'B', value: 'project' }, { name: 'C', value: 'project' }),
    );
    const id = await fixture().start(name, { environmentVariablesOverride: [{ name: 'C', value: 'build' }] });
    expect(await fixture().log(await fixture().end(id))).toContain('values buildspec project build');
  });

  it('gives the rights of the project’s role, and no other', async () => {
    const build = await fixture().run(
      spec({}, 'aws sts get-caller-identity --query Arn --output text', 'aws s3api list-buckets'),
    );
    const log = await fixture().log(build);
    expect(log).toMatch(/assumed-role\/shop-build\/codebuild/);
    expect(log).toMatch(/AccessDenied.*s3:ListAllMyBuckets/);
    expect(build.buildStatus).toBe('FAILED');
  });

  it('exports variables as the commands left them, but no secrets', async () => {
    const env = {
      'secrets-manager': { TOKEN: 'shop/token:password' },
      'exported-variables': ['VERSION', 'TOKEN', 'UNSET'],
    };
    const build = await fixture().run(spec(env, 'VERSION="1.2 (a=b)"'));
    expect(build.exportedEnvironmentVariables).toEqual([{ name: 'VERSION', value: '1.2 (a=b)' }]);
  });
});

it('a secret is neither in a variable that a command put it into, nor in what is said of a failure', async () => {
  const env = {
    'parameter-store': { DATABASE: '/shop/database', HOST: '/shop/host' },
    'secrets-manager': { TOKEN: 'shop/token:password' },
    'exported-variables': ['URL', 'PLACE', 'VERSION'],
  };
  const assign = 'URL="https://$TOKEN@shop" PLACE=at-$DATABASE VERSION=1-$HOST';
  const build = await fixture().run(spec(env, assign, 'false hunter2!'));
  expect(build.exportedEnvironmentVariables).toEqual([{ name: 'VERSION', value: '1-shop.internal' }]);
  const log = await fixture().log(build);
  for (const name of ['URL', 'PLACE'])
    expect(log).toContain(`The variable ${name} is not exported, because there is a secret in its value`);
  expect(contextOf(build)).toBe(
    'BUILD COMMAND_EXECUTION_ERROR: Error while executing command: false ***. Reason: exit status 1',
  );
  for (const told of [build, fixture().events.filter(({ detail }) => detail['build-id'] === build.arn)])
    expect(JSON.stringify(told)).not.toMatch(
      /executing command: false hunter2!|https:..hunter2!|db\.internal/,
    );
});

describe('parameters and secrets', () => {
  const env = {
    'parameter-store': { DATABASE: '/shop/database' },
    'secrets-manager': {
      PASSWORD: 'shop/token:password',
      WHOLE: 'shop/token',
      STAGE: 'shop/token:user:AWSCURRENT',
    },
  };

  it('are there with their values, which no log shows', async () => {
    const check = 'test "$DATABASE:$PASSWORD:$STAGE" = "db.internal:5432:hunter2!:shop"';
    const build = await fixture().run(
      spec(env, check, 'echo "password is <$PASSWORD> at <$DATABASE>"', 'echo "$WHOLE"'),
    );
    expect(build.buildStatus).toBe('SUCCEEDED');
    const log = await fixture().log(build);
    expect(log).toContain('password is <***> at <***>');
    for (const text of [log, fixture().logged.join('\n')])
      expect(text).not.toMatch(/password is <hunter2|db\.internal:5432>/);
  });

  it('come from the project’s variables by their type', async () => {
    const build = await fixture().run(
      spec({}, 'test "$A$B" = "db.internal:5432hunter2!"'),
      withVariables(
        { name: 'A', type: 'PARAMETER_STORE', value: '/shop/database' },
        { name: 'B', type: 'SECRETS_MANAGER', value: 'shop/token:password' },
      ),
    );
    expect(build.buildStatus).toBe('SUCCEEDED');
  });

  it.each([
    [
      'a parameter',
      { 'parameter-store': { A: '/shop/missing' } },
      'Decrypted Variables Error: parameter does not exist: /shop/missing',
    ],
    [
      'a secret',
      { 'secrets-manager': { A: 'shop/missing' } },
      /Secrets Manager Error: (AccessDenied|ResourceNotFound)Exception: /,
    ],
    [
      'a JSON key',
      { 'secrets-manager': { A: 'shop/token:pin' } },
      'Secrets Manager Error: The secret shop/token has no JSON key pin',
    ],
  ])('that are not there fail DOWNLOAD_SOURCE: %s', async (_, missing, message) => {
    const build = await fixture().run(spec(missing, 'true'));
    expect(contextOf(build)).toMatch(/^DOWNLOAD_SOURCE /);
    expect(contextOf(build).replace('DOWNLOAD_SOURCE ', '')).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
  });

  it('of a secret that does not exist are told as Secrets Manager does', async () => {
    const anySecret = { ...mayRead[1], Resource: '*' };
    await fixture().allow(anySecret);
    const build = await fixture().run(spec({ 'secrets-manager': { A: 'shop/missing' } }, 'true'));
    await fixture().allow(...mayRead);
    expect(contextOf(build)).toBe(
      "DOWNLOAD_SOURCE Secrets Manager Error: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    );
  });

  it('need a role that may read them', async () => {
    await fixture().allow();
    const build = await fixture().run(spec({ 'parameter-store': { A: '/shop/database' } }, 'true'));
    await fixture().allow(...mayRead);
    expect(contextOf(build)).toMatch(
      /^DOWNLOAD_SOURCE Decrypted Variables Error: AccessDeniedException: User: .*shop-build.* is not authorized to perform: ssm:GetParameters on resource: .*parameter\/shop\/database/,
    );
  });
});

it('a role that may not write the log fails the build before it begins', async () => {
  const group = `${LOG_GROUP}-other`;
  const build = await fixture().run(spec({}, 'true'), {
    logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: group } },
  });
  expect(contextOf(build)).toMatch(
    /^PROVISIONING ACCESS_DENIED: Service role .* does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build .* logs:CreateLogStream/,
  );
});
