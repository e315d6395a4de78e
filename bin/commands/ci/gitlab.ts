import type { CodeBuild, CodePlan } from './code-plan';
import type { UploadAccess, ImageBuild, CiPlan, SettingsUpload } from './plan';
import { yamlText } from '../yaml-text';

/**
 * Kaniko, which many use for this, was archived by its makers in June 2025 (https://github.com/GoogleContainerTools/kaniko),
 * and its forks do no more than keep it alive. Buildah is maintained, builds any Dockerfile, and with these settings needs
 * neither a daemon nor a privileged runner: it changes root instead of starting containers, and copies layers instead of
 * mounting them. https://github.com/containers/buildah/blob/main/docs/buildah-build.1.md
 */
const BUILDAH = {
  image: 'quay.io/buildah/stable:v1.43.1',
  variables: { BUILDAH_FORMAT: 'docker', BUILDAH_ISOLATION: 'chroot', STORAGE_DRIVER: 'vfs' },
};

/** https://gallery.ecr.aws/aws-cli/aws-cli */
const AWS_CLI = { name: 'public.ecr.aws/aws-cli/aws-cli:2.36.46', entrypoint: [''] };

/**
 * The `.gitlab-ci.yml` of a plan. https://docs.gitlab.com/ci/yaml/
 * @param audience of the identity tokens: the client of the identity provider in IAM
 * @param head lines above everything
 */
export function gitlabFile({ settings, images }: CiPlan, audience: string, head: readonly string[]): string {
  const content = {
    stages: ['settings', 'image'],
    '.aws': access(audience),
    '.settings': settingsTemplate,
    ...Object.fromEntries(
      settings.map((upload) => [`settings-${upload.environments.join('-')}`, settingsJob(upload)]),
    ),
    '.image': { extends: '.aws', stage: 'image', ...BUILDAH },
    ...Object.fromEntries(images.map((image) => [`push-${image.name}`, imageJob(image)])),
  };
  return yamlText(content, { head, above: ABOVE }, 'yaml-1.1');
}

/**
 * The `.gitlab-ci.yml` of a plan for code.
 * @param audience of the identity tokens: the client of the identity provider in IAM
 * @param head lines above everything
 */
export function gitlabCodeFile({ builds }: CodePlan, audience: string, head: readonly string[]): string {
  const content = {
    stages: ['code', 'upload'],
    '.aws': { ...access(audience), stage: 'upload', image: AWS_CLI },
    ...Object.fromEntries(builds.flatMap(codeJobs)),
  };
  return yamlText(content, { head, above: { '.aws': ABOVE['.aws'] } }, 'yaml-1.1');
}

/** Code is made without any right in AWS, and what is made is uploaded to each environment with its own role. */
function codeJobs({ branch, environments, uploads }: CodeBuild): [string, object][] {
  const made = `code-${environments.join('-')}`;
  const rules = [{ if: onBranch(branch) }];
  return [
    [made, { stage: 'code', script: ['./build.sh'], artifacts: { paths: ['code.zip'] }, rules }],
    ...uploads.map(({ environment, access: { role, region }, object }): [string, object] => [
      `upload-${environment}`,
      {
        extends: '.aws',
        needs: [made],
        variables: { AWS_REGION: region, AWS_ROLE_ARN: role },
        script: [`aws s3 cp code.zip ${object}`],
        rules,
      },
    ]),
  ];
}

const ABOVE = {
  '.aws':
    'AWS is entered with an identity token of the job, and no key is kept anywhere: https://docs.gitlab.com/ci/cloud_services/aws/',
  '.settings':
    'Before the image, so that the release which the image starts finds the settings it was written for.',
  '.image': 'Buildah needs neither a Docker daemon nor a privileged runner.',
};

/** The AWS CLI exchanges the token in this file by itself. https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-role.html#cli-configure-role-oidc */
const access = (audience: string) => ({
  id_tokens: { AWS_TOKEN: { aud: audience } },
  variables: { AWS_ROLE_SESSION_NAME: 'gitlab-$CI_JOB_ID' },
  before_script: [
    'export AWS_WEB_IDENTITY_TOKEN_FILE="$(mktemp)"',
    'printf %s "$AWS_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"',
  ],
});

const settingsTemplate = {
  extends: '.aws',
  stage: 'settings',
  image: AWS_CLI,
  script: [
    'yum install --quiet --assumeyes zip',
    'zip --junk-paths settings.zip appspec.yaml "$TASK_DEFINITION"',
    'aws s3 cp settings.zip "$SETTINGS"',
  ],
};

const settingsJob = ({ access: { role, region }, branch, taskDefinition, object }: SettingsUpload) => ({
  extends: '.settings',
  variables: { AWS_REGION: region, AWS_ROLE_ARN: role, TASK_DEFINITION: taskDefinition, SETTINGS: object },
  rules: [{ if: onBranch(branch), changes: ['appspec.yaml', taskDefinition] }],
});

/** What is built from a folder of its own cannot differ where nothing in there does. */
const imageJob = ({ branch, folder, pushes }: ImageBuild) => ({
  extends: '.image',
  script: [
    'dnf install --quiet --assumeyes awscli2',
    `buildah build --build-arg "VERSION=$CI_COMMIT_SHORT_SHA" --tag image ${folder}`,
    ...pushes.flatMap(({ access, registry, reference }) => [
      become(access),
      `aws ecr get-login-password | buildah login --username AWS --password-stdin ${registry}`,
      `buildah push image ${reference}`,
    ]),
  ],
  rules: [{ if: onBranch(branch), ...(folder === '.' ? {} : { changes: [`${folder}/**/*`] }) }],
});

const become = ({ role, region }: UploadAccess): string => `export AWS_REGION=${region} AWS_ROLE_ARN=${role}`;

const onBranch = (branch: string): string => `$CI_COMMIT_BRANCH == "${branch}"`;
