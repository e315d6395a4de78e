import type { CreateFunctionCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { isSame, type Json, plain } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { provider, toNumber, type ResourceContext } from '../../../kit/resources/provider';
import { mapTags, tagChanges, type Tag } from '../../../kit/resources/tags';
import { packedCode, type Code } from './code';

type Configuration = Pick<
  CreateFunctionCommandInput,
  | 'DeadLetterConfig'
  | 'Description'
  | 'Environment'
  | 'EphemeralStorage'
  | 'Handler'
  | 'Layers'
  | 'LoggingConfig'
  | 'MemorySize'
  | 'Runtime'
  | 'Timeout'
  | 'TracingConfig'
  | 'VpcConfig'
> & { readonly KmsKeyArn?: string; readonly Role: string };

interface FunctionProperties extends Configuration {
  readonly FunctionName?: string;
  readonly PackageType?: CreateFunctionCommandInput['PackageType'];
  readonly Architectures?: CreateFunctionCommandInput['Architectures'];
  readonly Code: Code;
  readonly ReservedConcurrentExecutions?: number;
  readonly Tags?: readonly Tag[];
}

const CONFIGURATION: Readonly<Record<keyof Configuration, 'update'>> = {
  DeadLetterConfig: 'update',
  Description: 'update',
  Environment: 'update',
  EphemeralStorage: 'update',
  Handler: 'update',
  KmsKeyArn: 'update',
  Layers: 'update',
  LoggingConfig: 'update',
  MemorySize: 'update',
  Role: 'update',
  Runtime: 'update',
  Timeout: 'update',
  TracingConfig: 'update',
  VpcConfig: 'update',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
export const lambdaFunction = provider<FunctionProperties>({
  properties: {
    ...CONFIGURATION,
    FunctionName: 'replace',
    PackageType: 'replace',
    Architectures: 'update',
    Code: 'update',
    ReservedConcurrentExecutions: 'update',
    Tags: 'update',
  },
  attributes: ['Arn'],
  name: 'FunctionName',
  tags: 'list',

  async create(properties, context) {
    const { LambdaClient, CreateFunctionCommand } = await import('@aws-sdk/client-lambda');
    const client = context.client(LambdaClient);
    const { FunctionArn = '', FunctionName = '' } = await client.send(
      new CreateFunctionCommand({
        ...configurationOf(properties),
        Role: properties.Role,
        FunctionName: properties.FunctionName ?? context.generatedName(64),
        PackageType: properties.PackageType,
        Architectures: properties.Architectures,
        Code: packedCode(properties.Code, properties.Runtime),
        Tags: mapTags(properties.Tags),
      }),
    );
    context.made(FunctionName);
    await settled(client, FunctionName, context);
    if (properties.ReservedConcurrentExecutions !== undefined)
      await reserve(client, FunctionName, properties);
    return { physicalId: FunctionName, attributes: { Arn: FunctionArn } };
  },

  async update({ physicalId: FunctionName, properties: before, attributes }, after, context) {
    const lambda = await import('@aws-sdk/client-lambda');
    const client = context.client(lambda.LambdaClient);
    if (!isSame(codeOf(before), codeOf(after))) {
      const { Architectures } = after;
      const code = packedCode(after.Code, after.Runtime);
      await client.send(new lambda.UpdateFunctionCodeCommand({ FunctionName, Architectures, ...code }));
      await settled(client, FunctionName, context);
    }
    if (!isSame(configurationOf(before), configurationOf(after))) {
      const configuration = { ...RESET, ...configurationOf(after) };
      await client.send(new lambda.UpdateFunctionConfigurationCommand({ FunctionName, ...configuration }));
      await settled(client, FunctionName, context);
    }
    if (before.ReservedConcurrentExecutions !== after.ReservedConcurrentExecutions) {
      await reserve(client, FunctionName, after);
    }
    const Resource = plain(attributes.Arn);
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0)
      await client.send(new lambda.UntagResourceCommand({ Resource, TagKeys: removed }));
    if (set.length > 0) await client.send(new lambda.TagResourceCommand({ Resource, Tags: mapTags(set) }));
    return { physicalId: FunctionName, attributes };
  },

  async delete({ physicalId: FunctionName }, context) {
    const { LambdaClient, DeleteFunctionCommand } = await import('@aws-sdk/client-lambda');
    const deletion = context.client(LambdaClient).send(new DeleteFunctionCommand({ FunctionName }));
    await ignoring(deletion, 'ResourceNotFoundException');
  },
});

const codeOf = ({ Code, Architectures }: FunctionProperties): Json => [
  Code as Json,
  Architectures ?? ['x86_64'],
];

/** The defaults of settings that the template no longer has. */
const RESET: Partial<Configuration> = {
  DeadLetterConfig: { TargetArn: '' },
  Description: '',
  Environment: { Variables: {} },
  Layers: [],
  MemorySize: 128,
  Timeout: 3,
};

function configurationOf(properties: FunctionProperties): Configuration {
  const names = Object.keys(CONFIGURATION) as (keyof Configuration)[];
  const present = names
    .filter((name) => properties[name] !== undefined)
    .map((name) => [name, properties[name]]);
  const configuration = Object.fromEntries(present) as Configuration;
  const numbers = {
    ...(properties.MemorySize !== undefined && { MemorySize: toNumber(properties.MemorySize) }),
    ...(properties.Timeout !== undefined && { Timeout: toNumber(properties.Timeout) }),
  };
  return { ...configuration, ...numbers };
}

async function reserve(
  client: LambdaClient,
  FunctionName: string,
  properties: FunctionProperties,
): Promise<void> {
  const { PutFunctionConcurrencyCommand, DeleteFunctionConcurrencyCommand } = await import(
    '@aws-sdk/client-lambda'
  );
  const ReservedConcurrentExecutions = toNumber(properties.ReservedConcurrentExecutions);
  await (ReservedConcurrentExecutions === undefined
    ? client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
    : client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions })));
}

/** Waits until the function is active and its last update has ended. */
async function settled(
  client: LambdaClient,
  FunctionName: string,
  { clock }: ResourceContext,
): Promise<void> {
  const { GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda');
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const found = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    if (found.State === 'Failed' || found.LastUpdateStatus === 'Failed') {
      throw new Error(found.StateReason ?? found.LastUpdateStatusReason ?? `Function ${FunctionName} failed`);
    }
    if (found.State !== 'Pending' && found.LastUpdateStatus !== 'InProgress') return;
    await clock.sleep(1000);
  }
  throw new Error(`Function ${FunctionName} did not become active within ${MAX_ATTEMPTS} seconds`);
}

const MAX_ATTEMPTS = 300;
