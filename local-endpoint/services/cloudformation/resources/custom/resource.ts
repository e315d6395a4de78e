import { AwsError } from '../../../../kit/aws-error';
import { isUnknown } from '../../template/functions/intrinsic';
import { isList, isObject, type Json, type JsonObject, plain } from '../../../../kit/resources/json';
import type { Made, ResourceContext, ResourceProvider } from '../../../../kit/resources/provider';
import { invokeFunction } from './invoke-function';

/**
 * A custom resource: the function that `ServiceToken` names does the work and sends its response to a given URL.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
export const customResource: ResourceProvider = {
  properties: 'any',
  attributes: 'any',

  cannot({ ServiceToken }) {
    const token = plain(ServiceToken);
    return token.includes(':lambda:') || isUnknown(token)
      ? undefined
      : `use the ServiceToken ${token}, which is no function,`;
  },

  create: async (properties, context) => request(context, properties, { RequestType: 'Create' }),

  update: async ({ physicalId, properties: before }, properties, context) =>
    request(context, properties, {
      RequestType: 'Update',
      PhysicalResourceId: physicalId,
      OldResourceProperties: withTextScalars(before),
    }),

  async delete({ physicalId, properties }, context) {
    await request(context, properties, { RequestType: 'Delete', PhysicalResourceId: physicalId });
  },
};

async function request(
  context: ResourceContext,
  properties: JsonObject,
  specific: JsonObject,
): Promise<Made> {
  const token = plain(properties.ServiceToken);
  const seconds = Number(properties.ServiceTimeout ?? MAX_WAIT_SECONDS);
  const answer = await invokeFunction(context, token, seconds, {
    ...specific,
    ResourceProperties: withTextScalars(properties),
  });
  if (answer.Status !== 'SUCCESS') {
    throw new AwsError(
      'GeneralServiceException',
      `Received response status [FAILED] from custom resource. Message returned: ${answer.Reason ?? 'none'}`,
    );
  }
  const physicalId = answer.PhysicalResourceId;
  if (physicalId === undefined || physicalId === '') {
    throw new AwsError('InvalidRequest', 'Invalid PhysicalResourceId');
  }
  return { physicalId, attributes: answer.Data ?? {} };
}

const MAX_WAIT_SECONDS = 3600;

/** CloudFormation sends every scalar to functions as a string. */
function withTextScalars(value: JsonObject): JsonObject {
  const convert = (item: Json): Json => {
    if (isList(item)) return item.map(convert);
    if (isObject(item)) return withTextScalars(item);
    return item === null ? item : String(item);
  };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(item)]));
}
