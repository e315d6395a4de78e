import type { CreateDeploymentConfigCommandInput } from '@aws-sdk/client-codedeploy';
import type { Json, JsonObject } from '../../../kit/resources/json';
import { camelCase } from '../../../kit/resources/camel-case';
import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';

interface DeploymentConfigProperties {
  readonly DeploymentConfigName?: string;
  readonly ComputePlatform?: string;
  readonly MinimumHealthyHosts?: JsonObject;
  readonly TrafficRoutingConfig?: JsonObject;
  readonly ZonalConfig?: JsonObject;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-deploymentconfig.html */
export const deploymentConfigResource = provider<DeploymentConfigProperties>({
  properties: {
    DeploymentConfigName: 'replace',
    ComputePlatform: 'replace',
    MinimumHealthyHosts: 'replace',
    TrafficRoutingConfig: 'replace',
    ZonalConfig: 'replace',
  },
  name: 'DeploymentConfigName',

  async create(properties, context) {
    const { CodeDeployClient, CreateDeploymentConfigCommand } = await import('@aws-sdk/client-codedeploy');
    const deploymentConfigName = properties.DeploymentConfigName ?? context.generatedName(100);
    const given = camelCase<CreateDeploymentConfigCommandInput>(numbered(properties as Json));
    const command = new CreateDeploymentConfigCommand({ ...given, deploymentConfigName });
    await context.client(CodeDeployClient).send(command);
    return { physicalId: deploymentConfigName };
  },

  async delete({ physicalId: deploymentConfigName }, context) {
    const { CodeDeployClient, DeleteDeploymentConfigCommand } = await import('@aws-sdk/client-codedeploy');
    const deletion = context
      .client(CodeDeployClient)
      .send(new DeleteDeploymentConfigCommand({ deploymentConfigName }));
    await ignoring(deletion, 'DeploymentConfigDoesNotExistException');
  },
});

const NUMBERS = /(Percentage|Interval|Value|Seconds)$/;

/** Templates may write numbers as text. */
const numbered = (value: Json): Json =>
  JSON.parse(
    JSON.stringify(value, (key, item: unknown) =>
      NUMBERS.test(key) && typeof item === 'string' ? Number(item) : item,
    ),
  ) as Json;
