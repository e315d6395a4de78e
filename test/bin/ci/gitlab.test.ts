import { parse } from 'yaml';
import { ciFile } from '../../../bin/commands/ci/ci-file';
import { ci, MORE_IMAGES, ONE_IMAGE, uploading } from './configs';

interface Job {
  readonly extends?: string;
  readonly stage?: string;
  readonly script?: string[];
  readonly variables?: Record<string, string>;
  readonly rules?: { if: string; changes?: string[] }[];
  readonly id_tokens?: object;
}

const jobs = (text: string): Record<string, Job> => parse(text, { version: '1.1' }) as Record<string, Job>;
const fileOf = (...parameters: Parameters<typeof uploading>) => jobs(ciFile(uploading(...parameters)));

const STG = '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com';
const PRD = '222222222222.dkr.ecr.ap-northeast-1.amazonaws.com';

/** Keywords that GitLab would not take for a job. https://docs.gitlab.com/ci/jobs/#job-names */
const RESERVED = 'image services before_script after_script cache true false nil pages:deploy'.split(' ');

describe('the .gitlab-ci.yml', () => {
  const one = fileOf(ONE_IMAGE + ci('gitlab'));

  it('names the command that generates it at the top', () => {
    expect(ciFile(uploading(ONE_IMAGE + ci('gitlab'))).split('\n')[0]).toContain(
      'npx pipeline-factory ci web --provider gitlab',
    );
  });

  it('has jobs under names that GitLab accepts, each with a script of its own or of a job it extends', () => {
    expect(Object.keys(one).filter((name) => RESERVED.includes(name))).toEqual([]);
    const visible = Object.entries(one).filter(([name]) => name !== 'stages' && !name.startsWith('.'));
    expect(visible.map(([name]) => name)).toEqual(['settings-stg', 'settings-prd', 'push-web']);
    for (const [, job] of visible) expect(job.script ?? one[job.extends ?? '']?.script).toBeDefined();
  });

  it('uploads each environment’s settings to its own object with its own role, before any image', () => {
    expect(one.stages).toEqual(['settings', 'image']);
    expect(one['settings-prd']).toMatchObject({
      variables: {
        AWS_ROLE_ARN: 'arn:aws:iam::222222222222:role/shop-web-prd-ci',
        AWS_REGION: 'ap-northeast-1',
        TASK_DEFINITION: 'prd/taskdef.json',
        SETTINGS: 's3://web-settings-prd/prd/settings.zip',
      },
      rules: [{ if: '$CI_COMMIT_BRANCH == "main"', changes: ['appspec.yaml', 'prd/taskdef.json'] }],
    });
  });

  it('builds an image once, and pushes it to each account and region as its role there', () => {
    const { script = [] } =
      fileOf(ONE_IMAGE + ci('gitlab'), '{ stg: {}, eu: {}, prd: {} }')['push-web'] ?? {};
    expect(script.filter((line) => line.startsWith('buildah build'))).toHaveLength(1);
    const pushes = script.filter((line) => line.startsWith('buildah push'));
    expect(pushes).toEqual([
      `buildah push image ${STG}/web:latest`,
      'buildah push image 111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:latest',
      `buildah push image ${PRD}/web:latest`,
    ]);
    const login = script.indexOf(`buildah push image ${PRD}/web:latest`) - 1;
    expect(script.slice(login - 1, login + 1)).toEqual([
      'export AWS_REGION=ap-northeast-1 AWS_ROLE_ARN=arn:aws:iam::222222222222:role/shop-web-prd-ci',
      `aws ecr get-login-password | buildah login --username AWS --password-stdin ${PRD}`,
    ]);
  });

  it('pushes an image once where environments of one account and region share it', () => {
    const { script = [] } = fileOf(ONE_IMAGE + ci('gitlab'), '{ stg: {}, qa: {} }')['push-web'] ?? {};
    expect(script.filter((line) => line.startsWith('buildah push'))).toEqual([
      `buildah push image ${STG}/web:latest`,
    ]);
  });

  it('builds several images in folders of their own, with unique job names, and repositories and tags of each environment', () => {
    const more = fileOf(MORE_IMAGES + ci('gitlab'));
    expect(Object.keys(more).filter((name) => name.startsWith('push-'))).toEqual([
      'push-web',
      'push-proxy',
      'push-proxy-3',
    ]);
    expect(more['push-web']?.script).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^buildah build .* web$/) as string,
        `buildah push image ${STG}/acme/web-stg:latest`,
        `buildah push image ${PRD}/acme/web-prd:latest`,
      ]),
    );
    expect(more['push-proxy']?.script?.at(-1)).toBe(`buildah push image ${PRD}/proxy:stable`);
    expect(more['push-proxy-3']?.script?.at(-1)).toBe(`buildah push image ${PRD}/other/proxy:prd`);
    expect(more['push-web']?.rules).toEqual([{ if: '$CI_COMMIT_BRANCH == "main"', changes: ['web/**/*'] }]);
  });

  it('separates the branches of environments, each with the role that trusts it', () => {
    const apart = fileOf(ONE_IMAGE + ci('gitlab', ', branch: "release/{environment}"'));
    expect(apart['push-web-stg']?.rules).toEqual([{ if: '$CI_COMMIT_BRANCH == "release/stg"' }]);
    expect(apart['push-web-stg']?.script?.join()).not.toContain('222222222222');
    expect(apart['push-web-prd']?.script?.join()).toContain('role/shop-web-prd-ci');
    expect(apart['settings-prd']?.rules?.[0]?.if).toBe('$CI_COMMIT_BRANCH == "release/prd"');
  });

  it('uploads settings once where environments share the object, from beside the AppSpec', () => {
    const source = `
      image: { ecr: web }
      settings: { s3: web-settings }`;
    const shared = fileOf(source + ci('gitlab'), '{ stg: {}, qa: {} }');
    expect(shared['settings-stg-qa']?.variables).toMatchObject({
      TASK_DEFINITION: 'taskdef.json',
      SETTINGS: 's3://web-settings/settings.zip',
    });
  });

  it('assumes roles with a token for this GitLab, and needs no key', () => {
    const own = ciFile(uploading(ONE_IMAGE + ci('gitlab', ', url: https://gitlab.acme.com')));
    expect(jobs(own)['.aws']?.id_tokens).toEqual({ AWS_TOKEN: { aud: 'https://gitlab.acme.com' } });
    expect(own).not.toMatch(/ACCESS_KEY|SECRET/);
  });

  it('uses the ARNs and domains of AWS China there', () => {
    const { script = [] } = fileOf(ONE_IMAGE + ci('gitlab'), '{ china: {} }')['push-web'] ?? {};
    expect(script.join('\n')).toContain('arn:aws-cn:iam::333333333333:role/shop-web-china-ci');
    expect(script.at(-1)).toBe(
      'buildah push image 333333333333.dkr.ecr.cn-north-1.amazonaws.com.cn/web:latest',
    );
  });
});
