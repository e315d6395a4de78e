import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';

interface AliasProperties {
  readonly FunctionName: string;
  readonly FunctionVersion: string;
  readonly Name: string;
  readonly Description?: string;
  readonly RoutingConfig?: { readonly AdditionalVersionWeights: readonly VersionWeight[] };
}

interface VersionWeight {
  readonly FunctionVersion: string;
  readonly FunctionWeight: number;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html */
export const alias = provider<AliasProperties>({
  properties: {
    FunctionName: 'replace',
    FunctionVersion: 'update',
    Name: 'replace',
    Description: 'update',
    RoutingConfig: 'update',
  },
  attributes: ['AliasArn'],

  async create(properties, context) {
    const { LambdaClient, CreateAliasCommand } = await import('@aws-sdk/client-lambda');
    const { AliasArn = '' } = await context
      .client(LambdaClient)
      .send(new CreateAliasCommand(inputOf(properties)));
    return { physicalId: AliasArn, attributes: { AliasArn } };
  },

  async update({ physicalId, attributes }, properties, context) {
    const { LambdaClient, UpdateAliasCommand } = await import('@aws-sdk/client-lambda');
    await context.client(LambdaClient).send(new UpdateAliasCommand(inputOf(properties)));
    return { physicalId, attributes };
  },

  async delete({ properties: { FunctionName, Name } }, context) {
    const { LambdaClient, DeleteAliasCommand } = await import('@aws-sdk/client-lambda');
    const deletion = context.client(LambdaClient).send(new DeleteAliasCommand({ FunctionName, Name }));
    await ignoring(deletion, 'ResourceNotFoundException');
  },
});

function inputOf({ RoutingConfig, ...properties }: AliasProperties) {
  const weights = RoutingConfig?.AdditionalVersionWeights ?? [];
  const entries = weights.map(({ FunctionVersion, FunctionWeight }) => [
    FunctionVersion,
    Number(FunctionWeight),
  ]);
  const AdditionalVersionWeights = Object.fromEntries(entries) as Record<string, number>;
  return { ...properties, RoutingConfig: { AdditionalVersionWeights } };
}
