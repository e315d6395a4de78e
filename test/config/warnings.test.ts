import { parseConfig } from '../../lib/load-config';
import type { RepositoryLookup } from '../../lib/source/config/work-tree';
import { configText, FLEET_PIPELINE, OWNED_PIPELINE, ROLLING_PIPELINE } from '../support/configs';
import { changed, COMMITS, commits } from './diagnostics-of';

const PUSH = 'push: { branches: [main] }';
const GIT = 'pipelines.web.source.git';

const warningsOf = (text: string, lookUp?: RepositoryLookup) =>
  parseConfig(text, 'pipelines.yaml', { lookUp }).warnings.map(({ path, rule }) => `${path}: ${rule}`);

test('nothing is warned of where everything matches', () => {
  expect(warningsOf(COMMITS)).toEqual([]);
});

test('a connection that no pipeline uses is shown at its name', () => {
  const text = commits(['  github:', '  gitlab: { provider: GitLab }\n  github:']);
  expect(parseConfig(text, 'pipelines.yaml').warnings).toMatchObject([
    { path: 'connections.gitlab', rule: 'is used by no pipeline', position: { line: 3, column: 3 } },
  ]);
});

describe('a service of an environment that retains its data', () => {
  const CERTIFICATE = 'arn:aws:acm:eu-west-1:222222222222:certificate/0a-1b';
  const warned = (text: string) =>
    parseConfig(text, 'pipelines.yaml').warnings.map(({ path, position }) => [path, position?.line]);

  test.each([
    ['uploads', OWNED_PIPELINE],
    ['commits', ROLLING_PIPELINE],
    ['a fleet', FLEET_PIPELINE],
  ])('is to have a certificate: %s', (_, pipeline) => {
    const text = configText(pipeline);
    const [warning, ...others] = parseConfig(text, 'pipelines.yaml').warnings.filter(({ rule }) =>
      rule.includes('certificate'),
    );
    expect(others).toEqual([]);
    expect(warning?.rule).toMatch(/^has no certificate, so that its traffic in prd/);
    expect(warning?.position?.line).toBeGreaterThan(6);
    expect(warning?.position?.column).toBeGreaterThan(1);
  });

  test('is to have one where the environment is hardened, too', () => {
    const text = configText(OWNED_PIPELINE).replace('retain: true', 'hardened: true');
    const rules = parseConfig(text, 'pipelines.yaml').warnings.map(({ rule }) => rule);
    expect(rules).toContainEqual(expect.stringContaining('prd, which is hardened, is plain HTTP'));
  });

  test('has no warning with one, nor where the environment retains nothing', () => {
    const text = configText(
      OWNED_PIPELINE.replace('approval: true', `service: { certificate: "${CERTIFICATE}" }`),
    );
    expect(warned(text).filter(([path]) => String(path).includes('service'))).toEqual([]);
  });
});

describe('a pattern that matches nothing whatever is in the repository', () => {
  test.each([
    ['branches: [main], files: [/web/**]', 'push.files[0]', 'without / or ./ before them'],
    ['branches: [main], files: [./web/**]', 'push.files[0]', 'without / or ./ before them'],
    ['branches: [main], files: [web/]', 'push.files[0]', 'write ** after the /'],
    ['branches: [refs/heads/main]', 'push.branches[0]', 'without refs/heads/'],
    ['tags: [refs/tags/v1]', 'push.tags[0]', 'without refs/tags/'],
    ['branches: { includes: [main], excludes: ["**"] }', 'push.branches.includes[0]', 'excluded by **'],
    ['branches: { includes: [a/b], excludes: ["a/*"] }', 'push.branches.includes[0]', 'excluded by a/*'],
    ['branches: { includes: ["a/*"], excludes: ["a/**"] }', 'push.branches.includes[0]', 'excluded by a/**'],
    ['branches: { includes: ["a/*"], excludes: [b] }', 'push.branches.excludes[0]', 'excludes nothing'],
  ])('%s', (push, path, message) => {
    const warnings = warningsOf(commits([PUSH, `push: { ${push} }`]));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`${GIT}.${path}: `);
    expect(warnings[0]).toContain(message);
  });

  test.each([
    'branches: { includes: ["**"], excludes: [a] }',
    'branches: { includes: ["a/**"], excludes: ["a/*"] }',
    'branches: [main], files: { includes: ["**"], excludes: ["**/*.md"] }',
    'tags: { includes: ["v*"], excludes: [v1] }',
  ])('is not suspected in %s', (push) => {
    expect(warningsOf(commits([PUSH, `push: { ${push} }`]))).toEqual([]);
  });
});

describe('where the repository is known', () => {
  const lookUp: RepositoryLookup = (repository) =>
    repository === 'acme/web'
      ? { files: ['README.md', '.github/a.yml', 'web/index.html'], branches: ['main', 'release/1'] }
      : undefined;

  test('patterns that match a file or a branch of it are right', () => {
    const files = 'files: { includes: ["web/**", "*.md", ".github/*"], excludes: ["**/*.md"] }';
    const push = `push: { branches: [main, "release/*"], ${files} }`;
    expect(warningsOf(commits([PUSH, push]), lookUp)).toEqual([]);
  });

  test('a pattern that matches no file is shown', () => {
    const push = 'push: { branches: [main], files: { includes: [web/**, wbe/**], excludes: ["*.rst"] } }';
    expect(warningsOf(commits([PUSH, push]), lookUp)).toEqual([
      `${GIT}.push.files.includes[1]: matches no file of the repository as it is here`,
      `${GIT}.push.files.excludes[0]: matches no file of the repository as it is here`,
    ]);
  });

  test('a pattern that matches no branch is shown, in pull requests too', () => {
    const filters =
      'push: { branches: [mian] }, pullRequest: { branches: [trunk] }, pullRequestEnvironment: stg';
    expect(warningsOf(commits([PUSH, filters]), lookUp)).toEqual([
      `${GIT}.push.branches[0]: matches no branch of the repository as it is here`,
      `${GIT}.pullRequest.branches[0]: matches no branch of the repository as it is here`,
    ]);
  });

  test('tags and what cannot be decided are not judged', () => {
    expect(warningsOf(commits([PUSH, 'push: { tags: ["v*"] }']), lookUp)).toEqual([]);
    expect(warningsOf(commits([PUSH, 'push: { branches: [main], files: ["**.x"] }']), lookUp)).toEqual([]);
  });

  test('branches are not judged where they are not known', () => {
    expect(warningsOf(commits([PUSH, 'push: { branches: [mian] }']), () => ({ files: ['a'] }))).toEqual([]);
  });
});

describe('a repository that environments share is noted once, with what that means', () => {
  const together = ['"222222222222", region: eu-west-1', '"111111111111", region: ap-northeast-1'] as const;
  const notesOf = (text: string) => parseConfig(text, 'pipelines.yaml').notes;

  test('where each builds', () => {
    expect(notesOf(commits(together))).toMatchObject([
      {
        path: 'pipelines.web.build.images.app',
        rule: 'ECR repository web is shared by stg and prd: the builds of each may push any tag of it, so that its tags prove nothing; each deploys the digest that its own build hands on. {environment} in its name keeps them apart',
        position: { line: 13, column: 29 },
      },
      { rule: expect.stringContaining('ECR repository proxy is shared by stg and prd') as string },
    ]);
  });

  test('where one takes what the other released', () => {
    const promoting = ['      prd: {}', '      prd: { build: { promote: stg } }'] as const;
    expect(notesOf(commits(together, promoting))[0]?.rule).toMatch(
      /: prd deploys what stg released of the same commit, and so trusts whoever may release there$/,
    );
  });

  test('where two build, and a third takes what one of them released', () => {
    const third = ['      prd: {}', '      prd: {}\n      qa: { build: { promote: stg } }'] as const;
    const qa = ['  prd: {', '  qa: { account: "111111111111", region: ap-northeast-1 }\n  prd: {'] as const;
    expect(notesOf(commits(qa, together, third))[0]?.rule).toMatch(
      /the builds of each may push any tag of it.*; qa deploys what stg released of the same commit/,
    );
  });

  test('where one push starts both, and where the tags differ', () => {
    const uploads = (tag: string) =>
      changed(together, ['image: { ecr: web }', `image: { ecr: web, tag: "${tag}" }`]);
    expect(notesOf(uploads('v'))[0]?.rule).toContain('a push of tag v starts each of them');
    expect(notesOf(uploads('{environment}'))[0]?.rule).toContain(
      'whoever may push one of the tags stg and prd may push the others',
    );
  });

  test('but not in different accounts', () => {
    expect(notesOf(COMMITS)).toEqual([]);
  });
});

test('an approval that cannot show the digests of a buildspec of one’s own is warned of', () => {
  const own = (exports: string) =>
    commits(
      ['build: { images', `build: { buildspec: own.yml, exports: [${exports}], images`],
      ['      prd: {}', '      prd: { approval: true }'],
    );
  expect(warningsOf(own('VERSION, APP_DIGEST'))).toEqual([
    'pipelines.web.build.exports: leaves out PROXY_DIGEST, so that whoever approves is not shown which images are deployed: have the buildspec export them, and name them here',
  ]);
  expect(warningsOf(own('APP_DIGEST, PROXY_DIGEST'))).toEqual([]);
});
