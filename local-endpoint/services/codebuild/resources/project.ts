import type { CreateProjectInput, EnvironmentVariable, UpdateProjectInput } from '@aws-sdk/client-codebuild';
import { formatArn } from '../../../kit/arn';
import type { Json, JsonObject } from '../../../kit/resources/json';
import { camelCase } from '../../../kit/resources/camel-case';
import { provider, toNumber, type ResourceContext } from '../../../kit/resources/provider';
import { lowerTags, type Tag } from '../../../kit/resources/tags';

interface Settings {
  readonly Artifacts: JsonObject;
  readonly AutoRetryLimit?: number;
  readonly Cache?: JsonObject;
  readonly ConcurrentBuildLimit?: number;
  readonly Description?: string;
  readonly EncryptionKey?: string;
  readonly Environment: JsonObject;
  readonly FileSystemLocations?: readonly JsonObject[];
  readonly LogsConfig?: JsonObject;
  readonly QueuedTimeoutInMinutes?: number;
  readonly SecondaryArtifacts?: readonly JsonObject[];
  readonly SecondarySources?: readonly JsonObject[];
  readonly SecondarySourceVersions?: readonly JsonObject[];
  readonly ServiceRole: string;
  readonly Source: JsonObject;
  readonly SourceVersion?: string;
  readonly TimeoutInMinutes?: number;
  readonly VpcConfig?: JsonObject;
}

interface ProjectProperties extends Settings {
  readonly Name?: string;
  readonly Tags?: readonly Tag[];
}

const SETTINGS: Readonly<Record<keyof Settings, 'update'>> = {
  Artifacts: 'update',
  AutoRetryLimit: 'update',
  Cache: 'update',
  ConcurrentBuildLimit: 'update',
  Description: 'update',
  EncryptionKey: 'update',
  Environment: 'update',
  FileSystemLocations: 'update',
  LogsConfig: 'update',
  QueuedTimeoutInMinutes: 'update',
  SecondaryArtifacts: 'update',
  SecondarySources: 'update',
  SecondarySourceVersions: 'update',
  ServiceRole: 'update',
  Source: 'update',
  SourceVersion: 'update',
  TimeoutInMinutes: 'update',
  VpcConfig: 'update',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html */
export const project = provider<ProjectProperties>({
  properties: { ...SETTINGS, Name: 'replace', Tags: 'update' },
  attributes: ['Arn', 'Id'],
  name: 'Name',
  tags: 'list',

  async create(properties, context) {
    const { CodeBuildClient, CreateProjectCommand } = await import('@aws-sdk/client-codebuild');
    const name = properties.Name ?? context.generatedName(150);
    const input = { ...settingsOf(properties), name, tags: lowerTags(properties.Tags) } as CreateProjectInput;
    await context.client(CodeBuildClient).send(new CreateProjectCommand(input));
    return { physicalId: name, attributes: attributesOf(name, context) };
  },

  async update({ physicalId: name, properties: before }, after, context) {
    const { CodeBuildClient, UpdateProjectCommand } = await import('@aws-sdk/client-codebuild');
    const input = {
      ...removedSettings(before, after),
      ...settingsOf(after),
      name,
      tags: lowerTags(after.Tags),
    } as UpdateProjectInput;
    await context.client(CodeBuildClient).send(new UpdateProjectCommand(input));
    return { physicalId: name, attributes: attributesOf(name, context) };
  },

  async delete({ physicalId: name }, context) {
    const { CodeBuildClient, DeleteProjectCommand } = await import('@aws-sdk/client-codebuild');
    await context.client(CodeBuildClient).send(new DeleteProjectCommand({ name }));
  },
});

const attributesOf = (name: string, scope: ResourceContext): Record<string, string> => {
  const Arn = formatArn('codebuild', scope, `project/${name}`);
  return { Arn, Id: Arn };
};

function settingsOf(properties: Settings): Partial<CreateProjectInput> {
  const names = Object.keys(SETTINGS) as (keyof Settings)[];
  const present = names.filter((name) => properties[name] !== undefined);
  const settings = Object.fromEntries(present.map((name) => [name, properties[name] as Json]));
  const { source, secondarySources, ...rest } = camelCase<Record<string, Json>>(convertScalars(settings));
  return {
    ...rest,
    source: source && withBuildspec(source as JsonObject),
    secondarySources: (secondarySources as JsonObject[] | undefined)?.map(withBuildspec),
  } as Partial<CreateProjectInput>;
}

/** `BuildSpec` in templates is `buildspec` in the API. */
function withBuildspec({ buildSpec, ...source }: JsonObject): Json {
  return buildSpec === undefined ? source : { ...source, buildspec: buildSpec };
}

/** The defaults of settings that the template no longer has, because UpdateProject leaves what is not in its input. */
function removedSettings(before: Settings, after: Settings): Partial<UpdateProjectInput> {
  const gone = (name: keyof Settings): boolean => before[name] !== undefined && after[name] === undefined;
  return {
    ...(gone('Cache') && { cache: { type: 'NO_CACHE' } }),
    ...(gone('Description') && { description: '' }),
    ...(gone('LogsConfig') && { logsConfig: {} }),
    ...(gone('SecondaryArtifacts') && { secondaryArtifacts: [] }),
    ...(gone('SecondarySources') && { secondarySources: [] }),
    ...(gone('SecondarySourceVersions') && { secondarySourceVersions: [] }),
    ...(gone('TimeoutInMinutes') && { timeoutInMinutes: 60 }),
    ...(gone('QueuedTimeoutInMinutes') && { queuedTimeoutInMinutes: 480 }),
  };
}

/** Converts numbers and booleans that the template has as text, and values of variables that it has as numbers. */
function convertScalars(settings: JsonObject): Json {
  return JSON.parse(
    JSON.stringify(settings, (key, value: unknown) => {
      if (/(InMinutes|Limit)$/.test(key)) return toNumber(value as string | number);
      if (/^(PrivilegedMode|EncryptionDisabled|OverrideArtifactName)$/.test(key))
        return String(value) === 'true';
      if (key !== 'EnvironmentVariables' || !Array.isArray(value)) return value;
      return (value as { Value?: Json }[]).map((one) => ({ ...one, Value: textOf(one.Value) }));
    }),
  ) as Json;
}

const textOf = (value: Json | undefined): EnvironmentVariable['value'] =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
