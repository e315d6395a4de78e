import {
  anything,
  arn,
  needs,
  on,
  passRole,
  type Resources,
  type Rules,
  text,
  together,
} from '../../kit/permissions';

/**
 * A function's ARN from its name, partial ARN or ARN, with the qualifier where one is given.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
const functionArn: Resources = (input, call) => {
  const given = text(input, 'FunctionName');
  const [name = '', inName] = (
    /(?:^|:function:|^\d{12}:function:)([^:]+(?::[^:]+)?)$/.exec(given)?.[1] ?? given
  ).split(':');
  const qualifier = text(input, 'Qualifier') || inName;
  const base = given.startsWith('arn:')
    ? given.split(':').slice(0, 7).join(':')
    : arn(call, `function:${name}`);
  return qualifier ? `${base}:${qualifier}` : base;
};

const role = passRole('lambda.amazonaws.com', (input) => [input.Role]);

/** What Lambda operations need. */
export const lambda: Rules = {
  ...on(
    anything,
    'GetAccountSettings ListFunctions ListLayers ListEventSourceMappings CreateEventSourceMapping ListLayerVersions',
  ),
  ...on(
    functionArn,
    'AddPermission CreateAlias DeleteAlias DeleteFunction DeleteFunctionConcurrency DeleteFunctionEventInvokeConfig GetAlias GetFunction GetFunctionConcurrency GetFunctionConfiguration GetFunctionEventInvokeConfig GetPolicy ListAliases ListVersionsByFunction PublishVersion PutFunctionConcurrency PutFunctionEventInvokeConfig RemovePermission UpdateAlias UpdateFunctionCode UpdateFunctionEventInvokeConfig',
  ),
  ...on((input) => text(input, 'Resource'), 'ListTags TagResource UntagResource'),
  CreateFunction: together(needs(functionArn), role),
  UpdateFunctionConfiguration: together(needs(functionArn), role),
  Invoke: needs(functionArn, 'InvokeFunction'),
  InvokeAsync: needs(functionArn, 'InvokeFunction'),
};
