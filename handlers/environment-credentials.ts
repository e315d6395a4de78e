/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the bundles of handlers: Lambda has a function's credentials
 * in its environment, and the SDK's chain of other places is a hundred kilobytes.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const defaultProvider = () => async () => ({
  accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? '',
  sessionToken: process.env.AWS_SESSION_TOKEN,
});
