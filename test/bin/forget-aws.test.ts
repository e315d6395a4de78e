import { forgetAws } from '../../bin/commands/forget-aws';

test('removes the user’s AWS configuration and keeps every other variable', () => {
  const environment: NodeJS.ProcessEnv = {
    PATH: '/bin',
    AWS_PROFILE: 'work',
    AWS_USE_FIPS_ENDPOINT: 'true',
    AWS_ENDPOINT_URL_S3: 'http://localhost:1',
    AWS_SESSION_TOKEN: 'secret',
  };
  forgetAws(environment);
  expect(environment).toEqual({
    PATH: '/bin',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
});
