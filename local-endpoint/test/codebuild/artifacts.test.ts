import type { CreateProjectInput } from '@aws-sdk/client-codebuild';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { BUCKET, contextOf, packagingProject, phasesOf } from './support/fixture';
import { useFixture } from './support/use-fixture';

const fixture = useFixture();
let sources = 0;

/** Builds files of a source into an artifact. @returns the build, and the artifact's files if there are any */
async function pack(
  artifacts: object,
  files: Record<string, string>,
  change: Partial<CreateProjectInput> = {},
) {
  sources += 1;
  const key = `artifacts-${sources}.zip`;
  const buildspec = JSON.stringify({ version: 0.2, phases: { build: { commands: ['true'] } }, artifacts });
  await fixture().upload(key, { 'buildspec.yml': buildspec, ...files });
  const build = await fixture().run('', { ...packagingProject(key), ...change });
  const packed =
    build.buildStatus === 'SUCCEEDED' && !change.artifacts ? await fixture().unzip(`${key}-built.zip`) : {};
  return { build, names: Object.keys(packed).sort() };
}

const FILES = {
  'a.txt': 'a',
  'dist/b.js': 'b',
  'dist/deep/c.js': 'c',
  'dist/deep/c.map': 'm',
  '.hidden': 'h',
};

describe('artifacts', () => {
  it.each([
    ['single files', { files: ['a.txt', 'dist/b.js'] }, ['a.txt', 'dist/b.js']],
    ['files of one folder', { files: ['dist/*'] }, ['dist/b.js']],
    [
      'everything',
      { files: ['**/*'] },
      ['.hidden', 'a.txt', 'buildspec.yml', 'dist/b.js', 'dist/deep/c.js', 'dist/deep/c.map'],
    ],
    [
      'everything below a base directory',
      { files: ['**/*'], 'base-directory': 'dist' },
      ['b.js', 'deep/c.js', 'deep/c.map'],
    ],
    ['a base directory as a pattern', { files: ['**/*'], 'base-directory': 'di*/deep' }, ['c.js', 'c.map']],
    ['discarded paths', { files: ['dist/**/*'], 'discard-paths': 'yes' }, ['b.js', 'c.js', 'c.map']],
    [
      'excluded paths',
      { files: ['**/*'], 'base-directory': 'dist', 'exclude-paths': ['**/*.map'] },
      ['b.js', 'deep/c.js'],
    ],
    ['one entry that matches and one that does not', { files: ['a.txt', 'missing.txt'] }, ['a.txt']],
  ])('are %s', async (_, artifacts, expected) => {
    expect((await pack(artifacts, FILES)).names).toEqual(expected);
  });

  it('that are not there fail UPLOAD_ARTIFACTS, in CodeBuild’s words', async () => {
    const { build } = await pack({ files: ['missing.json'] }, FILES);
    expect(contextOf(build)).toBe('UPLOAD_ARTIFACTS CLIENT_ERROR: no matching artifact paths found');
    expect(await fixture().log(build)).toContain('Skipping invalid file path missing.json');
  });

  it.each([
    ['is not there', 'build', 'no matching base directory path found for build'],
    ['is a file', 'a.txt', 'no matching base directory path found for a.txt'],
    ['matches nothing', 'out-*', 'no matching base directory path found for out-*'],
    [
      'is above the source',
      'dist/../../..',
      'base-directory must not lead out of the source folder: dist/../../..',
    ],
  ])('fail UPLOAD_ARTIFACTS where the base directory %s', async (_, base, message) => {
    const { build } = await pack({ files: ['**/*'], 'base-directory': base }, FILES);
    expect(contextOf(build)).toBe(`UPLOAD_ARTIFACTS CLIENT_ERROR: ${message}`);
  });

  it('are tried for even after a failed build', async () => {
    const buildspec = JSON.stringify({
      version: 0.2,
      phases: { build: { commands: ['echo log > log.txt; false'] } },
      artifacts: { files: ['log.txt'] },
    });
    await fixture().upload('failed.zip', { 'buildspec.yml': buildspec });
    const build = await fixture().run('', packagingProject('failed.zip'));
    expect(phasesOf(build)).toMatchObject({ BUILD: 'FAILED', UPLOAD_ARTIFACTS: 'SUCCEEDED' });
    expect(build.buildStatus).toBe('FAILED');
  });

  it('have a name that the shell makes, and a folder of the build, where the project asks for that', async () => {
    const { build } = await pack({ files: ['a.txt'], name: 'app-$(cat a.txt).zip' }, FILES, {
      artifacts: {
        type: 'S3',
        location: BUCKET,
        path: 'named',
        namespaceType: 'BUILD_ID',
        packaging: 'ZIP',
        overrideArtifactName: true,
      },
    });
    const uuid = build.id?.split(':')[1];
    expect(build.artifacts).toMatchObject({ location: `arn:aws:s3:::${BUCKET}/named/${uuid}/app-a.zip` });
    expect(Object.keys(await fixture().unzip(`named/${uuid}/app-a.zip`))).toEqual(['a.txt']);
  });

  it('are single objects where they are not packaged, and several where there are secondary ones', async () => {
    const { build } = await pack(
      {
        files: ['a.txt'],
        'secondary-artifacts': { scripts: { files: ['**/*.js'], 'base-directory': 'dist' } },
      },
      FILES,
      {
        artifacts: { type: 'S3', location: BUCKET, name: 'plain' },
        secondaryArtifacts: [
          { type: 'S3', location: BUCKET, name: 'scripts', artifactIdentifier: 'scripts', path: 'second' },
        ],
      },
    );
    expect(contextOf(build)).toBe('undefined undefined: undefined');
    const keysBelow = async (Prefix: string) =>
      (await fixture().s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix }))).Contents?.map(
        ({ Key }) => Key,
      );
    expect(await keysBelow('plain/')).toEqual(['plain/a.txt']);
    expect(await keysBelow('second/')).toEqual(['second/scripts/b.js', 'second/scripts/deep/c.js']);
  });

  it('that the buildspec does not define are missed by name', async () => {
    const { build } = await pack({ files: ['a.txt'] }, FILES, {
      artifacts: { type: 'NO_ARTIFACTS' },
      secondaryArtifacts: [{ type: 'S3', location: BUCKET, name: 'x', artifactIdentifier: 'images2' }],
    });
    expect(contextOf(build)).toContain('CLIENT_ERROR: No definition for artifact identifier images2');
  });
});

describe('a source', () => {
  it('that is not there fails DOWNLOAD_SOURCE', async () => {
    const build = await fixture().run('', packagingProject('nowhere.zip'));
    expect(contextOf(build)).toMatch(
      /^DOWNLOAD_SOURCE CLIENT_ERROR: Unable to download source arn:aws:s3:::\S+nowhere.zip: NoSuchKey/,
    );
  });

  it('may be several, each in a folder of its own', async () => {
    await fixture().upload('one.zip', { 'one.txt': '1' });
    await fixture().upload('two.zip', { 'two.txt': '2' });
    const buildspec = JSON.stringify({
      version: 0.2,
      phases: { build: { commands: ['echo "$(cat one.txt) and $(cat $CODEBUILD_SRC_DIR_two/two.txt)"'] } },
    });
    const build = await fixture().run('', {
      source: { type: 'S3', location: `${BUCKET}/one.zip`, buildspec },
      secondarySources: [{ type: 'S3', location: `${BUCKET}/two.zip`, sourceIdentifier: 'two' }],
    });
    expect(await fixture().log(build)).toContain('\n1 and 2\n');
  });
});

describe('a cache', () => {
  const buildspec = JSON.stringify({
    version: 0.2,
    phases: {
      build: {
        commands: [
          'echo "found $(cat modules/x $HOME/.tool/y)"',
          'mkdir -p modules $HOME/.tool; echo x > modules/x; echo y > $HOME/.tool/y',
        ],
      },
    },
    cache: { paths: ['modules/**/*', '/root/.tool/**/*'] },
  });

  it('in S3 brings back to a later build what an earlier one kept', async () => {
    const name = await fixture().project(buildspec, { cache: { type: 'S3', location: `${BUCKET}/cache` } });
    const first = await fixture().end(await fixture().start(name));
    expect(await fixture().log(first)).toContain('Unable to download cache: NoSuchKey');
    const second = await fixture().end(await fixture().start(name));
    expect(await fixture().log(second)).toContain('\nfound x\ny\n');
  });

  it('on the machine is off, and the log says so', async () => {
    const build = await fixture().run(buildspec, { cache: { type: 'LOCAL', modes: ['LOCAL_CUSTOM_CACHE'] } });
    expect(await fixture().log(build)).toContain('Local caches are off');
  });
});
