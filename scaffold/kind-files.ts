import { camelCase, pascalCase } from './names';

/** The files of a kind and its test, by path. */
export const kindFiles = (name: string): Record<string, string> => ({
  [`lib/kinds/${name}/config/index.ts`]: config(name),
  [`lib/kinds/${name}/config/model.ts`]: model(name),
  [`lib/kinds/${name}/config/schema.ts`]: schema(name),
  [`lib/kinds/${name}/stacks/index.ts`]: stacks(name),
  [`lib/kinds/${name}/stacks/deploy.ts`]: DEPLOY,
  [`lib/kinds/${name}/README.md`]: readme(name),
  [`test/kinds/${name}/pipeline-stack.test.ts`]: test(name),
});

const config = (name: string): string =>
  `
import type { PipelineKind } from '../../kind';
import { resolveObject } from '../../../source/config/resolve-uploads';
import { summarizeObject } from '../../../source/config/summary';
import type { ${pascalCase(name)}Pipeline } from './model';
import { ${camelCase(name)}Schema } from './schema';

/** A zip that somebody uploads, whose files are copied to a bucket. */
export const ${camelCase(name)}: PipelineKind<typeof ${camelCase(name)}Schema, ${pascalCase(name)}Pipeline> = {
  name: '${name}',
  schema: ${camelCase(name)}Schema,
  resolve: ({ kind, source, deploy }, { base, fill }) => ({
    ...base,
    kind,
    release: resolveObject(source, fill),
    bucket: fill(deploy.s3),
  }),
  check: ({ pipeline: { release }, at }) =>
    release.key.endsWith('.zip')
      ? []
      : [{ path: at(['source', 'key']), rule: 'must end in .zip, the files in which are deployed' }],
  names: () => [],
  sources: ({ release }) => ({ objects: [{ ...release, field: ['source'] }] }),
  actionFunctions: () => [],
  roleEndings: [],
  summary: ({ release, bucket }) => ({
    startedBy: summarizeObject(release),
    deployment: 'copies files',
    target: \`s3://\${bucket}\`,
  }),
};
`.trimStart();

const model = (name: string): string =>
  `
import type { BasePipeline } from '../../../config/model';
import type { UploadedObject } from '../../../source/config/uploads-model';

/** A pipeline that copies the files of an uploaded zip to a bucket. */
export interface ${pascalCase(name)}Pipeline extends BasePipeline {
  readonly kind: '${name}';
  readonly release: UploadedObject;
  /** The bucket that is deployed to, which is there already. */
  readonly bucket: string;
}
`.trimStart();

const schema = (name: string): string =>
  `
import { z } from 'zod';
import { objectFields } from '../../../source/config/uploads-schema';

const sourceFields = objectFields('The zip object with the release.');

/** An entry of kind \`${name}\`, without the environments it is deployed to. */
export const ${camelCase(name)}Schema = z.strictObject({
  kind: z
    .literal('${name}')
    .describe('The recipe the pipeline follows: ${name} copies the files of an uploaded zip to a bucket.'),
  source: z
    .strictObject(sourceFields)
    .describe('The object with the release; its upload starts the pipeline.'),
  deploy: z
    .strictObject({
      s3: sourceFields.s3.describe(
        'The S3 bucket that is deployed to, which is there already. {environment} stands for the environment’s name.',
      ),
    })
    .describe('Where the release is deployed to.'),
});
`.trimStart();

const stacks = (name: string): string =>
  `
import { identityOf } from '../../../config/identity';
import { approvalStage } from '../../../gates/gates';
import { Arns } from '../../../pipeline/arns';
import { objectSource, objectUpload } from '../../../source/s3';
import type { KindStacks } from '../../kind-stacks';
import type { ${pascalCase(name)}Pipeline } from '../config/model';
import { deployFiles } from './deploy';

/** What a pipeline of the kind deploys. */
export const ${camelCase(name)}Stacks: KindStacks<${pascalCase(name)}Pipeline> = {
  name: '${name}',
  plan(_stack, pipeline) {
    const { release, bucket, approval, environment } = pipeline;
    const arns = Arns.of(environment);
    const request = { whatGoesLive: \`\${release.key} is version #{Source.VersionId}\` };
    return {
      stages: [
        { name: 'Source', actions: [objectSource(release, 'Source', 'release', arns)] },
        ...(approval ? [approvalStage(request, identityOf(pipeline), arns)] : []),
        { name: 'Deploy', actions: [deployFiles(bucket, 'release', arns)] },
      ],
      events: [{ id: 'Upload', trigger: objectUpload(release, 'Source') }],
    };
  },
};
`.trimStart();

const DEPLOY = `
import type { Action } from '../../../pipeline/action';
import type { Arns } from '../../../pipeline/arns';

/**
 * Copies the files of an artifact to a bucket; files of earlier releases stay.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html
 */
export const deployFiles = (bucket: string, artifact: string, arns: Arns): Action => ({
  name: 'Deploy',
  category: 'Deploy',
  provider: 'S3',
  configuration: { BucketName: bucket, Extract: 'true' },
  inputs: [artifact],
  grants: [
    {
      actions: ['s3:PutObject'],
      resources: [arns.object(bucket, '*')],
      because: 'The release has the names of the files',
    },
  ],
});
`.trimStart();

const readme = (name: string): string =>
  `
# \`${name}\`

A zip that somebody uploads, whose files are copied to a bucket.

\`\`\`yaml
files:
  kind: ${name}
  source: { s3: "shop-files-{environment}", key: files.zip }
  deploy: { s3: "shop-live-{environment}" }
  environments: { stg: {}, prd: { approval: true } }
\`\`\`

\`pipelines.schema.json\` describes every key.

## Stages

| stage | actions | when |
|---|---|---|
| Source | \`Source\`: an object in a versioned bucket | always |
| Approval | a person, who is shown the object's version | \`approval\` of the environment |
| Deploy | \`Deploy\` (S3): copies the files; files of earlier releases stay | always |

## Grants

The pipeline's role reads the one object of its source and writes objects of the target bucket.

## What is safe to change

Everything: the next release deploys to what the config names then. Files in a former bucket stay.

## Files

\`config/\` reads an entry and needs no CDK; \`stacks/\` has what is deployed.
`.trimStart();

const test = (name: string): string =>
  `
import { jsonSchemaText } from '../../../lib/config/json-schema';
import { KINDS } from '../../../lib/kinds';
import { parseConfig } from '../../../lib/load-config';
import { appOf, templateOf } from '../../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../../support/templates';

const YAML = \`
prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
  prd: { account: "222222222222", region: eu-west-1 }
pipelines:
  files:
    kind: ${name}
    source: { s3: "shop-files-{environment}", key: files.zip }
    deploy: { s3: "shop-live-{environment}" }
    environments: { stg: {}, prd: { approval: true } }
\`;

describe('the pipeline', () => {
  const app = appOf(YAML);
  const [staging, production] = [templateOf(app, 'shop-files-stg'), templateOf(app, 'shop-files-prd')];

  it('deploys what was uploaded, after an approval where the config has one', () => {
    expect(actionNames(staging)).toEqual(['Source/Source', 'Deploy/Deploy']);
    expect(actionNames(production)).toEqual(['Source/Source', 'Approval/Approve', 'Deploy/Deploy']);
    expect(actionOf(staging, 'Deploy').Configuration).toEqual({ BucketName: 'shop-live-stg', Extract: 'true' });
  });

  it('may write to the bucket of its own environment only', () => {
    const written = statementsOf(staging, 'shop-files-stg', 's3:PutObject').flatMap(({ Resource }) => Resource);
    expect(written).toContain('arn:aws:s3:::shop-live-stg/*');
    expect(written).not.toContain('arn:aws:s3:::shop-live-prd/*');
  });

  it('is started by uploads of its object', () => {
    staging.resourceCountIs('AWS::Events::Rule', 1);
  });
});

it('a key that names no zip is found where it is in the file', () => {
  expect(() => parseConfig(YAML.replace('files.zip', 'files.tar'), 'pipelines.yaml')).toThrow(
    'pipelines.files.source.key: must end in .zip',
  );
});

it('the JSON schema has the kind', () => {
  expect(jsonSchemaText(KINDS)).toContain('"const": "${name}"');
});
`.trimStart();
