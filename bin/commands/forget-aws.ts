/**
 * Takes the person's own AWS configuration out of this process and so out of its children: a profile, an endpoint or a
 * session for the real AWS must never meet the local endpoint, whatever else it would change there.
 */
export function forgetAws(environment: NodeJS.ProcessEnv = process.env): void {
  for (const name of Object.keys(environment)) if (name.startsWith('AWS_')) delete environment[name];
  environment.AWS_CONFIG_FILE = '/dev/null';
  environment.AWS_SHARED_CREDENTIALS_FILE = '/dev/null';
  environment.AWS_EC2_METADATA_DISABLED = 'true';
  environment.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}
