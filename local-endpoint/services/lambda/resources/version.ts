import { plain } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';

interface VersionProperties {
  readonly FunctionName: string;
  readonly CodeSha256?: string;
  readonly Description?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html */
export const version = provider<VersionProperties>({
  properties: { FunctionName: 'replace', CodeSha256: 'replace', Description: 'replace' },
  attributes: ['FunctionArn', 'Version'],

  async create({ FunctionName, CodeSha256, Description }, context) {
    const { LambdaClient, PublishVersionCommand } = await import('@aws-sdk/client-lambda');
    const command = new PublishVersionCommand({ FunctionName, CodeSha256, Description });
    const { FunctionArn = '', Version = '' } = await context.client(LambdaClient).send(command);
    const arn = FunctionArn.endsWith(`:${Version}`) ? FunctionArn : `${FunctionArn}:${Version}`;
    return { physicalId: arn, attributes: { FunctionArn: arn, Version } };
  },

  async delete({ properties: { FunctionName }, attributes }, context) {
    const { LambdaClient, DeleteFunctionCommand } = await import('@aws-sdk/client-lambda');
    const Qualifier = plain(attributes.Version);
    const deletion = context
      .client(LambdaClient)
      .send(new DeleteFunctionCommand({ FunctionName, Qualifier }));
    await ignoring(deletion, 'ResourceNotFoundException');
  },
});
