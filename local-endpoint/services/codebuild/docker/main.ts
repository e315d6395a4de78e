import { runRealDocker } from './commands/real';
import { loginCommand, logoutCommand } from './commands/login';
import { realDocker } from './daemon';
import { DockerFailure } from './failure';
import { readSettings } from './settings';
import { runStandIn } from './stand-in';

const VERSION = 'Docker version 0.0.0, stand-in of the local CodeBuild';

/** `docker` in a build: the real one where a daemon answers, a stand-in where none does. */
async function main(args: readonly string[]): Promise<void> {
  const settings = readSettings(process.env);
  const [command = '--help'] = args;
  if (!settings.privileged) return withoutDaemon(args);
  const docker = realDocker(settings);
  if (docker) return runRealDocker(settings, docker, args);
  if (command === '--version' || command === '-v') return void process.stdout.write(`${VERSION}\n`);
  return runStandIn(settings, args);
}

/** CodeBuild starts a daemon only in privileged mode. https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html#troubleshooting-cannot-connect-to-docker-daemon */
function withoutDaemon([command = '', ...rest]: readonly string[]): void {
  const settings = readSettings(process.env);
  if (command === '--version' || command === '-v') return void process.stdout.write(`${VERSION}\n`);
  if (command === 'login') return loginCommand(settings, rest);
  if (command === 'logout') return logoutCommand(settings, rest);
  throw new DockerFailure(
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n' +
      "(CodeBuild starts one only where the project's environment has privilegedMode: true)",
  );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof DockerFailure ? error.message : ((error as Error).stack ?? String(error))}\n`,
  );
  process.exitCode = error instanceof DockerFailure ? error.status : 1;
});
