import { ignoring } from '../../../kit/resources/errors';
import { provider, type ResourceContext } from '../../../kit/resources/provider';

interface ResourcePolicyProperties {
  readonly ResourceArn: string;
  readonly PolicyDocument: object | string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-resourcepolicy.html */
export const resourcePolicy = provider<ResourcePolicyProperties>({
  properties: { ResourceArn: 'replace', PolicyDocument: 'update' },

  async create(properties, context) {
    await put(properties, context);
    return { physicalId: properties.ResourceArn };
  },

  async update({ physicalId }, properties, context) {
    await put(properties, context);
    return { physicalId };
  },

  async delete({ properties: { ResourceArn } }, context) {
    const { LambdaClient, DeleteResourcePolicyCommand } = await import('@aws-sdk/client-lambda');
    const command = new DeleteResourcePolicyCommand({ ResourceArn });
    await ignoring(context.client(LambdaClient).send(command), 'ResourceNotFoundException');
  },
});

async function put({ ResourceArn, PolicyDocument }: ResourcePolicyProperties, context: ResourceContext) {
  const { LambdaClient, PutResourcePolicyCommand } = await import('@aws-sdk/client-lambda');
  const Policy = typeof PolicyDocument === 'string' ? PolicyDocument : JSON.stringify(PolicyDocument);
  await context.client(LambdaClient).send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
}
