import { AwsError } from '../../../../kit/aws-error';
import { isUnknown } from '../../template/functions/intrinsic';
import { isList, isObject, type Json, type JsonObject, plain } from '../../template/json';
import type { Made, ResourceContext, ResourceProvider } from '../../../../kit/resources/provider';
import { ask } from './ask';

/**
 * A custom resource: the function that `ServiceToken` names does the work and answers at the address it is given.
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
      OldResourceProperties: texts(before),
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
  const seconds = Number(properties.ServiceTimeout ?? LONGEST_WAIT);
  const answer = await ask(context, token, seconds, { ...specific, ResourceProperties: texts(properties) });
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

/** Seconds. */
const LONGEST_WAIT = 3600;

/** Functions are given every scalar as text. */
function texts(value: JsonObject): JsonObject {
  const convert = (item: Json): Json => {
    if (isList(item)) return item.map(convert);
    if (isObject(item)) return texts(item);
    return item === null ? item : String(item);
  };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(item)]));
}
