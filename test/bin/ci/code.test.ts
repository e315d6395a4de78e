import { parse } from 'yaml';
import { codeCiFile } from '../../../bin/commands/ci/ci-file';
import type { CodeUploadingPipeline } from '../../../bin/commands/ci/code-plan';
import { parseConfig } from '../../../lib/load-config';

/** The CI file of an entry whose code is uploaded to two accounts. */
function fileOf(provider: 'gitlab' | 'github', more = ''): string {
  const { pipelines } = parseConfig(
    `
prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
  prd: { account: "222222222222", region: eu-west-1 }
pipelines:
  quotes:
    kind: lambda
    source:
      code: { s3: "quotes-{environment}" }
      ci: { provider: ${provider}, repository: acme/quotes${more} }
    functions: { api: { code: api, handler: index.handler, runtime: nodejs22.x } }
    environments: { stg: {}, prd: {} }`,
    'pipelines.yaml',
  );
  return codeCiFile(pipelines as [CodeUploadingPipeline, ...CodeUploadingPipeline[]]);
}

const ROLES = {
  stg: 'arn:aws:iam::111111111111:role/shop-quotes-stg-ci',
  prd: 'arn:aws:iam::222222222222:role/shop-quotes-prd-ci',
};

test('both name the command that generates them, and what the repository has to have', () => {
  for (const provider of ['gitlab', 'github'] as const) {
    const text = fileOf(provider);
    expect(text.split('\n')[0]).toContain(`npx pipeline-factory ci quotes --provider ${provider}`);
    expect(text).toContain('build.sh of the repository tests the commit and leaves code.zip');
  }
});

test('GitLab makes the code once, without any right, and uploads it with the role of each environment', () => {
  const rules = [{ if: '$CI_COMMIT_BRANCH == "main"' }];
  const jobs = parse(fileOf('gitlab'), { version: '1.1' }) as Record<string, object>;
  expect(jobs['code-stg-prd']).toEqual({
    ...{ stage: 'code', script: ['./build.sh'], artifacts: { paths: ['code.zip'] }, rules },
  });
  expect(jobs['upload-prd']).toEqual({
    ...{ extends: '.aws', needs: ['code-stg-prd'], rules },
    variables: { AWS_REGION: 'eu-west-1', AWS_ROLE_ARN: ROLES.prd },
    script: ['aws s3 cp code.zip s3://quotes-prd/code.zip'],
  });
  expect(jobs['.aws']).toMatchObject({
    stage: 'upload',
    id_tokens: { AWS_TOKEN: { aud: 'https://gitlab.com' } },
  });
});

test('GitHub makes it before it enters AWS, and uploads it to each environment with its own role', () => {
  const { jobs } = parse(fileOf('github')) as {
    jobs: Record<string, { steps: { run?: string; with?: Record<string, unknown> }[] }>;
  };
  const steps = (jobs['code-stg-prd']?.steps ?? []).map(
    ({ run, with: inputs }) => run ?? inputs?.['role-to-assume'] ?? 'checkout',
  );
  expect(steps).toEqual([
    ...['checkout', './build.sh'],
    ...[ROLES.stg, 'aws s3 cp code.zip s3://quotes-stg/code.zip'],
    ...[ROLES.prd, 'aws s3 cp code.zip s3://quotes-prd/code.zip'],
  ]);
});

test('branches of environments have a job each', () => {
  const names = Object.keys((parse(fileOf('github', ', branch: "{environment}"')) as { jobs: object }).jobs);
  expect(names).toEqual(['code-stg', 'code-prd']);
});
