import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';

interface PermissionProperties {
  readonly Action: string;
  readonly FunctionName: string;
  readonly Principal: string;
  readonly EventSourceToken?: string;
  readonly PrincipalOrgID?: string;
  readonly SourceAccount?: string;
  readonly SourceArn?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
export const permission = provider<PermissionProperties>({
  properties: {
    Action: 'replace',
    FunctionName: 'replace',
    Principal: 'replace',
    EventSourceToken: 'replace',
    PrincipalOrgID: 'replace',
    SourceAccount: 'replace',
    SourceArn: 'replace',
  },
  attributes: ['Id'],

  async create(properties, context) {
    const { LambdaClient, AddPermissionCommand } = await import('@aws-sdk/client-lambda');
    const StatementId = context.generatedName(100);
    await context.client(LambdaClient).send(new AddPermissionCommand({ ...properties, StatementId }));
    return { physicalId: StatementId, attributes: { Id: StatementId } };
  },

  async delete({ physicalId: StatementId, properties: { FunctionName } }, context) {
    const { LambdaClient, RemovePermissionCommand } = await import('@aws-sdk/client-lambda');
    const removal = context
      .client(LambdaClient)
      .send(new RemovePermissionCommand({ FunctionName, StatementId }));
    await ignoring(removal, 'ResourceNotFoundException');
  },
});
