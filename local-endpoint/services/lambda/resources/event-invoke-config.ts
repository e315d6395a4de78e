import type { DestinationConfig } from '@aws-sdk/client-lambda';
import { ignoring } from '../../../kit/resources/errors';
import { provider, toNumber, type ResourceContext } from '../../../kit/resources/provider';

interface EventInvokeConfigProperties {
  readonly FunctionName: string;
  readonly Qualifier: string;
  readonly DestinationConfig?: DestinationConfig;
  readonly MaximumEventAgeInSeconds?: number;
  readonly MaximumRetryAttempts?: number;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html */
export const eventInvokeConfig = provider<EventInvokeConfigProperties>({
  properties: {
    FunctionName: 'replace',
    Qualifier: 'replace',
    DestinationConfig: 'update',
    MaximumEventAgeInSeconds: 'update',
    MaximumRetryAttempts: 'update',
  },

  async create(properties, context) {
    await put(properties, context);
    return { physicalId: context.generatedName(128) };
  },

  async update({ physicalId }, properties, context) {
    await put(properties, context);
    return { physicalId };
  },

  async delete({ properties: { FunctionName, Qualifier } }, context) {
    const { LambdaClient, DeleteFunctionEventInvokeConfigCommand } = await import('@aws-sdk/client-lambda');
    const command = new DeleteFunctionEventInvokeConfigCommand({ FunctionName, Qualifier });
    await ignoring(context.client(LambdaClient).send(command), 'ResourceNotFoundException');
  },
});

async function put(properties: EventInvokeConfigProperties, context: ResourceContext): Promise<void> {
  const { LambdaClient, PutFunctionEventInvokeConfigCommand } = await import('@aws-sdk/client-lambda');
  const { FunctionName, Qualifier, DestinationConfig } = properties;
  await context.client(LambdaClient).send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      Qualifier,
      DestinationConfig,
      MaximumEventAgeInSeconds: toNumber(properties.MaximumEventAgeInSeconds),
      MaximumRetryAttempts: toNumber(properties.MaximumRetryAttempts),
    }),
  );
}
