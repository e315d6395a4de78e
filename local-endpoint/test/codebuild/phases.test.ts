import { parseBuildspec } from '../../services/codebuild/buildspec/parse';
import { contextOf, packagingProject, phasesOf } from './support/fixture';
import { useFixture } from './support/use-fixture';

const fixture = useFixture();

const spec = (phases: object, more: object = {}) => JSON.stringify({ version: 0.2, phases, ...more });

describe('a build', () => {
  it('goes through its phases with its source, and uploads what the buildspec names', async () => {
    await fixture().upload('source.zip', {
      'buildspec.yml': `
version: 0.2
phases:
  install: { commands: [echo installing] }
  pre_build: { commands: [cd app, VERSION=$(cat version)] }
  build:
    commands:
      - echo "version $VERSION in $(basename $PWD)"
      - ./make.sh "$VERSION"
  post_build: { commands: [echo done] }
artifacts: { files: ['**/*'], base-directory: out }
`,
      'app/version': '7',
      'app/make.sh': '#!/bin/sh\nmkdir -p ../out/deep && echo "built $1" > ../out/deep/file.txt\n',
    });
    const build = await fixture().run('', packagingProject('source.zip'));
    expect(build.buildStatus).toBe('SUCCEEDED');
    expect(Object.keys(phasesOf(build))).toEqual([
      'SUBMITTED',
      'QUEUED',
      'PROVISIONING',
      'DOWNLOAD_SOURCE',
      'INSTALL',
      'PRE_BUILD',
      'BUILD',
      'POST_BUILD',
      'UPLOAD_ARTIFACTS',
      'FINALIZING',
    ]);
    expect(await fixture().unzip('source.zip-built.zip')).toEqual({ 'deep/file.txt': 'built 7\n' });
    const log = await fixture().log(build);
    expect(log).toContain('version 7 in app');
    expect(log).toMatch(/\[Container\] \S+ \S+ Phase complete: BUILD State: SUCCEEDED/);
    expect(fixture().logged).toContain(`${build.projectName} │ version 7 in app`);
  });

  it('raises an event for each phase, and at its beginning and end', async () => {
    const { arn } = await fixture().run(spec({ build: { commands: ['true'] } }));
    const own = fixture().events.filter(({ resources }) => resources?.[0] === arn);
    const states = own.filter((event) => event['detail-type'] === 'CodeBuild Build State Change');
    expect(states.map(({ detail }) => detail['build-status'])).toEqual(['IN_PROGRESS', 'SUCCEEDED']);
    const phases = own.filter((event) => event['detail-type'] === 'CodeBuild Build Phase Change');
    expect(phases.map(({ detail }) => detail['completed-phase'])).toContain('POST_BUILD');
  });
});

describe('a command that fails', () => {
  it('ends the build, in CodeBuild’s words, after post_build has run', async () => {
    const build = await fixture().run(
      spec({
        build: { commands: ['echo before', 'npm_test() { return 3; }; npm_test', 'echo never'] },
        post_build: { commands: ['echo "succeeding $CODEBUILD_BUILD_SUCCEEDING"'] },
      }),
    );
    expect(phasesOf(build)).toMatchObject({ BUILD: 'FAILED', POST_BUILD: 'SUCCEEDED' });
    expect(build.buildStatus).toBe('FAILED');
    expect(contextOf(build)).toBe(
      'BUILD COMMAND_EXECUTION_ERROR: Error while executing command: npm_test() { return 3; }; npm_test. Reason: exit status 3',
    );
    const log = await fixture().log(build);
    expect(log).toContain('succeeding 0');
    expect(log).not.toContain('Running command echo never');
  });

  it.each(['install', 'pre_build'])('in %s is the end: no later phase runs', async (phase) => {
    const build = await fixture().run(
      spec({ [phase]: { commands: ['false'] }, build: { commands: ['echo on'] } }),
    );
    expect(phasesOf(build)).not.toHaveProperty('BUILD');
    expect(build.buildStatus).toBe('FAILED');
  });

  it('with on-failure ABORT in build skips post_build, with CONTINUE in install goes on', async () => {
    const aborted = await fixture().run(
      spec({ build: { 'on-failure': 'ABORT', commands: ['false'] }, post_build: { commands: ['true'] } }),
    );
    expect(phasesOf(aborted)).not.toHaveProperty('POST_BUILD');
    const continued = await fixture().run(
      spec({ install: { 'on-failure': 'CONTINUE', commands: ['false'] }, build: { commands: ['true'] } }),
    );
    expect(phasesOf(continued)).toMatchObject({ INSTALL: 'FAILED', BUILD: 'SUCCEEDED' });
    expect(continued.buildStatus).toBe('FAILED');
  });

  it('leaves finally to run, and the phase fails all the same', async () => {
    const build = await fixture().run(
      spec({ build: { commands: ['false', 'echo never'], finally: ['echo at last'] } }),
    );
    const log = await fixture().log(build);
    expect(log).toContain('\nat last');
    expect(phasesOf(build).BUILD).toBe('FAILED');
  });
});

describe('the shell', () => {
  it('of version 0.2 keeps folder, variables and functions, even where a command ends it', async () => {
    const build = await fixture().run(
      spec(
        {
          install: {
            commands: [
              'mkdir -p "a b"; cd "a b"',
              'X="it\'s"; export Y=2',
              'f() { echo "f $1"; }',
              'Z=3; exit 0',
            ],
          },
          build: {
            commands: ['echo "$X $Y $Z $(basename "$PWD")"', 'f one', 'unset X', 'echo "x is ${X-gone}"'],
          },
        },
        { env: { shell: 'bash' } },
      ),
    );
    const log = await fixture().log(build);
    expect(log).toContain("\nit's 2 3 a b\n");
    expect(log).toContain('\nf one\n');
    expect(log).toContain('\nx is gone\n');
  });

  it('that Amazon Linux calls sh is bash, in its POSIX mode', async () => {
    const commands = [
      'COMMIT=0123456789',
      'export SHORT="${COMMIT:0:7}"',
      'echo "short $SHORT"',
      'set -o | grep posix',
    ];
    const build = await fixture().run(spec({ build: { commands } }));
    const log = await fixture().log(build);
    expect(log).toContain('\nshort 0123456\n');
    expect(log).toMatch(/\nposix\s+on\n/);
  });

  it('of version 0.1 is another one for each command', async () => {
    const phases = { build: { commands: ['cd /; export X=1', 'echo "x is ${X-gone} in $(basename $PWD)"'] } };
    const build = await fixture().run(JSON.stringify({ version: 0.1, phases }));
    expect(await fixture().log(build)).toContain('\nx is gone in src\n');
  });

  it('takes commands of several lines, and shows output without an end of line', async () => {
    const build = await fixture().run(
      spec({ build: { commands: ['for i in 1 2; do\n  printf "<$i>"\ndone', 'echo "next"'] } }),
    );
    expect(await fixture().log(build)).toContain('<1><2>\n[Container]');
  });
});

describe('runtime-versions', () => {
  it('are compared with what the machine has, in the log', async () => {
    const build = await fixture().run(
      spec({ install: { 'runtime-versions': { nodejs: 20 } }, build: { commands: ['true'] } }),
    );
    expect(build.buildStatus).toBe('SUCCEEDED');
    expect(await fixture().log(build)).toContain(
      `Runtime nodejs 20 is not installed by the local CodeBuild; this machine has: ${process.version}`,
    );
  });
});

describe('a buildspec', () => {
  const phases = 'phases: { build: { commands: [true] } }';
  it.each([
    [
      'an unknown version',
      `version: 0.3\n${phases}`,
      'Invalid buildspec version 0.3: expected 0.1 or 0.2 at line 1',
    ],
    ['no version', phases, 'Missing buildspec version: expected 0.1 or 0.2'],
    [
      'an unknown phase',
      'version: 0.2\nphases:\n  deploy: { commands: [ls] }',
      'Unknown phase deploy: expected one of install, pre_build, build, post_build at line 3',
    ],
    [
      'no phases',
      'version: 0.2',
      'Missing phases: a buildspec has at least one of install, pre_build, build, post_build',
    ],
    [
      'an unknown key',
      `version: 0.2\n${phases}\nartefacts: {}`,
      /^Unknown key artefacts: expected one of version, .* at line 3$/,
    ],
    [
      'an unknown key of a phase',
      'version: 0.2\nphases: { build: { command: [ls] } }',
      /^Unknown key command in phases\/build: /,
    ],
    [
      'batch',
      `version: 0.2\nbatch: { fast-fail: true }\n${phases}`,
      'batch is not supported by the local CodeBuild: start each build by itself at line 2',
    ],
    ['run-as', `version: 0.2\nrun-as: node\n${phases}`, /^run-as node is not supported/],
    [
      'a command with a colon',
      'version: 0.2\nphases:\n  build:\n    commands:\n      - echo "a": b',
      'Expected Commands[0] to be of string type: found subkeys instead at line 5',
    ],
    [
      'RETRY',
      'version: 0.2\nphases: { build: { on-failure: RETRY-3, commands: [ls] } }',
      /on-failure RETRY-3 is not supported/,
    ],
    [
      'another shell',
      `version: 0.2\nenv: { shell: powershell.exe }\n${phases}`,
      /^Unknown shell powershell.exe/,
    ],
    [
      'another report format',
      `version: 0.2\n${phases}\nreports: { unit: { files: [a], file-format: CloverXml } }`,
      /JUNITXML only; got: CLOVERXML/,
    ],
    ['no YAML', 'version: [', /at line 1$/],
    [
      'exported AWS_ variables',
      `version: 0.2\nenv: { exported-variables: [AWS_X] }\n${phases}`,
      /must not start with AWS_/,
    ],
  ])('with %s is refused', (_, text, message) => {
    const refusal = expect(() => parseBuildspec(text));
    refusal.toThrow(message);
    refusal.toThrow(expect.objectContaining({ statusCode: 'YAML_FILE_ERROR' }) as Error);
  });

  it('that is refused, or not there, fails DOWNLOAD_SOURCE', async () => {
    const refused = await fixture().run('version: 0.3\nphases: {}');
    expect(contextOf(refused)).toMatch(/^DOWNLOAD_SOURCE YAML_FILE_ERROR: Invalid buildspec version 0.3/);
    expect(Object.keys(phasesOf(refused)).at(-1)).toBe('DOWNLOAD_SOURCE');
    await fixture().upload('empty.zip', { 'README.md': 'nothing' });
    const missing = await fixture().run('', packagingProject('empty.zip'));
    expect(contextOf(missing)).toMatch(
      /^DOWNLOAD_SOURCE YAML_FILE_ERROR: stat \S+\/src\/buildspec.yml: no such file or directory$/,
    );
  });
});
