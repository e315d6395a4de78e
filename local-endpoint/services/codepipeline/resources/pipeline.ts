import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { Json, JsonObject } from '../../../kit/resources/json';
import { camelCase } from '../../../kit/resources/camel-case';
import { ignoring } from '../../../kit/resources/errors';
import { provider, toBoolean } from '../../../kit/resources/provider';
import { lowerTags, tagChanges, type Tag } from '../../../kit/resources/tags';
import { formatArn } from '../../../kit/arn';

interface PipelineProperties {
  readonly Name?: string;
  readonly RoleArn: string;
  readonly PipelineType?: string;
  readonly ExecutionMode?: string;
  readonly ArtifactStore?: JsonObject;
  readonly ArtifactStores?: readonly { readonly Region: string; readonly ArtifactStore: JsonObject }[];
  readonly Stages: readonly Json[];
  readonly Triggers?: readonly Json[];
  readonly Variables?: readonly Json[];
  readonly RestartExecutionOnUpdate?: boolean;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codepipeline-pipeline.html */
export const pipeline = provider<PipelineProperties>({
  properties: {
    Name: 'replace',
    RoleArn: 'update',
    PipelineType: 'update',
    ExecutionMode: 'update',
    ArtifactStore: 'update',
    ArtifactStores: 'update',
    Stages: 'update',
    Triggers: 'update',
    Variables: 'update',
    RestartExecutionOnUpdate: 'update',
    Tags: 'update',
  },
  attributes: ['Version'],
  name: 'Name',
  tags: 'list',

  async create(properties, context) {
    const { CodePipelineClient, CreatePipelineCommand } = await import('@aws-sdk/client-codepipeline');
    const name = properties.Name ?? context.generatedName(100);
    const tags = lowerTags(properties.Tags);
    const command = new CreatePipelineCommand({ pipeline: declarationOf(name, properties), tags });
    const { pipeline } = await context.client(CodePipelineClient).send(command);
    return { physicalId: name, attributes: { Version: String(pipeline?.version ?? 1) } };
  },

  async update({ physicalId: name, properties: before }, after, context) {
    const codepipeline = await import('@aws-sdk/client-codepipeline');
    const client = context.client(codepipeline.CodePipelineClient);
    const command = new codepipeline.UpdatePipelineCommand({ pipeline: declarationOf(name, after) });
    const { pipeline } = await client.send(command);
    const resourceArn = formatArn('codepipeline', context, name);
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0)
      await client.send(new codepipeline.UntagResourceCommand({ resourceArn, tagKeys: removed }));
    if (set.length > 0)
      await client.send(new codepipeline.TagResourceCommand({ resourceArn, tags: lowerTags(set) }));
    if (toBoolean(after.RestartExecutionOnUpdate)) {
      await client.send(new codepipeline.StartPipelineExecutionCommand({ name }));
    }
    return { physicalId: name, attributes: { Version: String(pipeline?.version ?? 1) } };
  },

  async delete({ physicalId: name }, context) {
    const { CodePipelineClient, DeletePipelineCommand } = await import('@aws-sdk/client-codepipeline');
    const deletion = context.client(CodePipelineClient).send(new DeletePipelineCommand({ name }));
    await ignoring(deletion, 'PipelineNotFoundException');
  },
});

/** Keys below these are the user's own. */
const FREE_FORM = ['Configuration'];

function declarationOf(name: string, properties: PipelineProperties): PipelineDeclaration {
  const { ArtifactStores, Stages, RoleArn, PipelineType, ExecutionMode, ArtifactStore, Triggers, Variables } =
    properties;
  const given = { RoleArn, PipelineType, ExecutionMode, ArtifactStore, Triggers, Variables };
  const stores = ArtifactStores?.map((store) => [store.Region, camelCase<object>(store.ArtifactStore)]);
  const stages = Stages.map((stage) => camelCase<object>(withNumbers(stage), FREE_FORM));
  const defined = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as JsonObject;
  return {
    ...camelCase<object>(defined),
    name,
    ...(stores && { artifactStores: Object.fromEntries(stores) as object }),
    stages,
  } as PipelineDeclaration;
}

/** In templates numbers may be strings. */
function withNumbers(stage: Json): Json {
  return JSON.parse(
    JSON.stringify(stage, (key, value: unknown) =>
      ['RunOrder', 'TimeoutInMinutes'].includes(key) ? Number(value) : value,
    ),
  ) as Json;
}
