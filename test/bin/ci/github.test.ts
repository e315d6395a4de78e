import { parse } from 'yaml';
import { ciFile } from '../../../bin/commands/ci/ci-file';
import { ci, MORE_IMAGES, ONE_IMAGE, uploading } from './configs';

interface Workflow {
  readonly on: { readonly push: { readonly branches: string[] } };
  readonly permissions: Record<string, string>;
  readonly jobs: Record<string, Job>;
}

interface Job {
  readonly needs?: string[];
  readonly if?: string;
  readonly 'runs-on': string;
  readonly env?: Record<string, string>;
  readonly steps: { uses?: string; run?: string; if?: string; with?: Record<string, unknown> }[];
}

const fileOf = (...parameters: Parameters<typeof uploading>) =>
  parse(ciFile(uploading(...parameters))) as Workflow;

const lines = (job: Job | undefined): string[] =>
  (job?.steps ?? []).flatMap(({ run = '' }) => run.split('\n'));

const STG = '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com';
const PRD = '222222222222.dkr.ecr.ap-northeast-1.amazonaws.com';

describe('the GitHub workflow', () => {
  const one = fileOf(ONE_IMAGE + ci('github'));

  it('may request a token, and only read anything else', () => {
    expect(one.permissions).toEqual({ actions: 'read', contents: 'read', 'id-token': 'write' });
  });

  it('pins every action to a commit, with the release in a comment', () => {
    const actions = Object.values(one.jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    expect(ciFile(uploading(ONE_IMAGE + ci('github')))).toMatch(/checkout@[0-9a-f]{40} # v\d/);
  });

  it('uploads settings before it pushes images', () => {
    expect(one.jobs['push-web']?.needs).toEqual(['settings-stg', 'settings-prd']);
    expect(one.jobs['settings-prd']?.env).toEqual({
      TASK_DEFINITION: 'prd/taskdef.json',
      SETTINGS: 's3://web-settings-prd/prd/settings.zip',
    });
  });

  it('skips what has not changed since the last run that succeeded', () => {
    for (const { steps } of Object.values(one.jobs)) {
      const [, changed, ...others] = steps;
      expect(changed?.run).toContain('git diff --quiet "$before" HEAD -- ');
      for (const step of others) expect(step.if).toBe('steps.changed.outputs.upload');
    }
    expect(lines(one.jobs['push-web'])).toContainEqual(
      expect.stringContaining('-- . :!appspec.yaml :!stg/taskdef.json :!prd/taskdef.json || '),
    );
  });

  it('builds an image once, and pushes it to each account and region as its role there', () => {
    const job = one.jobs['push-web'];
    expect(lines(job).filter((line) => line.startsWith('docker build'))).toHaveLength(1);
    expect(lines(job).filter((line) => line.startsWith('docker push'))).toEqual([
      `docker push ${STG}/web:latest`,
      `docker push ${PRD}/web:latest`,
    ]);
    expect(job?.steps.flatMap((step) => step.with?.['role-to-assume'] ?? [])).toEqual([
      'arn:aws:iam::111111111111:role/shop-web-stg-ci',
      'arn:aws:iam::222222222222:role/shop-web-prd-ci',
    ]);
  });

  it('builds several images in folders of their own, with names and tags of each environment', () => {
    const { jobs } = fileOf(MORE_IMAGES + ci('github'));
    expect(lines(jobs['push-web'])).toContain(`docker push ${PRD}/acme/web-prd:latest`);
    expect(lines(jobs['push-proxy'])).toContain(`docker push ${PRD}/proxy:stable`);
    expect(lines(jobs['push-proxy-3'])).toContain(`docker push ${PRD}/other/proxy:prd`);
  });

  it('waits only for the settings of its own branch', () => {
    const { on, jobs } = fileOf(ONE_IMAGE + ci('github', ', branch: "{environment}"'));
    expect(on.push.branches).toEqual(['stg', 'prd']);
    expect(jobs['push-web-prd']).toMatchObject({ needs: ['settings-prd'], if: "github.ref_name == 'prd'" });
  });

  it('escapes a branch whose name is also a pattern', () => {
    const { on, jobs } = fileOf(ONE_IMAGE + ci('github', ', branch: "c++"'));
    expect(on.push.branches).toEqual(['c\\+\\+']);
    expect(jobs['push-web']?.if).toBe("github.ref_name == 'c++'");
  });
});
