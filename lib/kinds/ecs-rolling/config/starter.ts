import type { Starter, StarterApplication } from '../../kind';

/** A repository with a Dockerfile at its root, whose image the factory's own buildspec builds. */
export const rollingStarter = ({ name }: StarterApplication): Starter => ({
  connection: true,
  entry: `
# A commit is built, and ECS replaces the tasks of the service a few at a time.
kind: ecs-rolling

# A push of this branch starts the pipeline. Change acme to the owner of your repository.
source: { git: { connection: github, repository: acme/${name}, push: { branches: [main] } } }

# Buildspecs that must pass before anything is built; each is a stage.
# checks: { unit-tests: buildspec.test.yml }

# What is built: an ECR repository for each container, and the folder with its Dockerfile. \`buildspec:\` names one of your own.
build: { images: { app: { ecr: ${name}, context: . } } }

# Images with a finding this severe, or worse, are not released.
scan: critical

# The ECS service. The factory makes it, with cluster, load balancer and network; \`existing:\` names one you have.
service:
  container: app # the container that takes the traffic
  port: 8080 # the port it listens on
  healthCheckPath: /health # answers 200 when it is well

# Where this is deployed, and what differs there.
environments:
  stg: {}
  # prd: { source: { git: { push: { tags: ["v*"] } } }, approval: true } # released by a tag, once a person agrees
`,
});
