import type { CodeBuild, CodePlan } from './code-plan';
import type { UploadAccess, ImageBuild, CiPlan, SettingsUpload } from './plan';
import { yamlText } from '../yaml-text';

/** Actions by the commits of their releases, which nobody can move. https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions */
const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1';
const CREDENTIALS = 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c';
const RELEASES = { [CHECKOUT]: 'v7.0.1', [CREDENTIALS]: 'v6.2.3' };

const RUNNER = 'ubuntu-24.04';

/**
 * The workflow of a plan. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 * @param head lines above everything
 */
export function githubFile({ name, branches, settings, images }: CiPlan, head: readonly string[]): string {
  const taskDefinitions = settings.map(({ taskDefinition }) => taskDefinition);
  const content = {
    ...runsOf(name, branches, { actions: 'read' }),
    jobs: {
      ...Object.fromEntries(settings.map((upload) => [settingsId(upload), settingsJob(upload)])),
      ...Object.fromEntries(
        images.map((image) => [`push-${image.name}`, imageJob(image, settings, taskDefinitions)]),
      ),
    },
  };
  return yamlText(content, { head, above: ABOVE, behind: RELEASES });
}

/** One run after the other for each push to one of these branches, with an identity token. */
const runsOf = (name: string, branches: readonly string[], reads: Readonly<Record<string, string>>) => ({
  name: `release ${name}`,
  on: { push: { branches: branches.map(asPattern) } },
  permissions: { ...reads, contents: 'read', 'id-token': 'write' },
  concurrency: { group: `release-${name}-\${{ github.ref }}`, 'cancel-in-progress': false },
  defaults: { run: { shell: 'bash' } },
});

/**
 * The workflow of a plan for code.
 * @param head lines above everything
 */
export function githubCodeFile({ name, builds }: CodePlan, head: readonly string[]): string {
  const content = {
    ...runsOf(
      name,
      builds.map(({ branch }) => branch),
      {},
    ),
    jobs: Object.fromEntries(builds.map((build) => [`code-${build.environments.join('-')}`, codeJob(build)])),
  };
  const { permissions, concurrency } = ABOVE;
  return yamlText(content, { head, above: { permissions, concurrency }, behind: RELEASES });
}

const codeJob = ({ branch, uploads }: CodeBuild) => ({
  'runs-on': RUNNER,
  if: onBranch(branch),
  steps: [
    { uses: CHECKOUT, with: { 'persist-credentials': false } },
    { run: './build.sh' },
    ...uploads.flatMap(({ access, object }) => [become(access), { run: `aws s3 cp code.zip ${object}` }]),
  ],
});

const ABOVE = {
  permissions:
    'AWS is entered with an identity token of the run, and no key is kept anywhere:\nhttps://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws',
  concurrency: 'One run after the other, so that an older one never overwrites a newer one.',
  jobs: 'Settings before the image, so that the release which the image starts finds the settings it was written for.',
};

/** Branches of `on:` are patterns. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet */
const asPattern = (branch: string): string => branch.replace(/[+*?![\]\\]/g, '\\$&');

const settingsId = ({ environments }: SettingsUpload): string => `settings-${environments.join('-')}`;

const settingsJob = ({ access, branch, taskDefinition, object }: SettingsUpload) => ({
  'runs-on': RUNNER,
  if: onBranch(branch),
  env: { TASK_DEFINITION: taskDefinition, SETTINGS: object },
  steps: [
    ...whenChanged(`appspec.yaml ${taskDefinition}`),
    { ...CHANGED, ...become(access) },
    { ...CHANGED, run: 'zip --junk-paths settings.zip appspec.yaml "$TASK_DEFINITION"' },
    { ...CHANGED, run: 'aws s3 cp settings.zip "$SETTINGS"' },
  ],
});

const imageJob = (
  { branch, folder, pushes }: ImageBuild,
  settings: readonly SettingsUpload[],
  taskDefinitions: readonly string[],
) => {
  const others = ['appspec.yaml', ...taskDefinitions].map((file) => `:!${file}`);
  return {
    needs: settings.filter((upload) => upload.branch === branch).map(settingsId),
    'runs-on': RUNNER,
    if: onBranch(branch),
    steps: [
      ...whenChanged(folder === '.' ? ['.', ...others].join(' ') : folder),
      { ...CHANGED, run: `docker build --build-arg "VERSION=\${GITHUB_SHA::8}" --tag image ${folder}` },
      ...pushes.flatMap(({ access, registry, reference }) => [
        { ...CHANGED, ...become(access) },
        {
          ...CHANGED,
          run: [
            `aws ecr get-login-password | docker login --username AWS --password-stdin ${registry}`,
            `docker tag image ${reference}`,
            `docker push ${reference}`,
          ].join('\n'),
        },
      ]),
    ],
  };
};

/**
 * Jobs have no filter of paths, so git compares with the last run that succeeded: neither a run that failed
 * nor one that a newer push cancelled takes its changes with it. Where there is none to compare with, all has changed.
 * https://cli.github.com/manual/gh_run_list
 * @param paths as `git diff` takes them, parted by spaces
 */
const whenChanged = (paths: string) => [
  { uses: CHECKOUT, with: { 'fetch-depth': 0, 'persist-credentials': false } },
  {
    id: 'changed',
    env: { GH_TOKEN: '${{ github.token }}' },
    run: [
      'before=$(gh run list --workflow "$GITHUB_WORKFLOW" --branch "$GITHUB_REF_NAME" --status success --limit 1 --json headSha --jq ".[].headSha")',
      `git diff --quiet "$before" HEAD -- ${paths} || echo "upload=true" >> "$GITHUB_OUTPUT"`,
    ].join('\n'),
  },
];

const CHANGED = { if: 'steps.changed.outputs.upload' };

const become = ({ role, region }: UploadAccess) => ({
  uses: CREDENTIALS,
  with: { 'role-to-assume': role, 'aws-region': region },
});

const onBranch = (branch: string): string => `github.ref_name == '${branch}'`;
