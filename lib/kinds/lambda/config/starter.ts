import type { Starter, StarterApplication } from '../../kind';

/** A repository whose buildspec leaves the code of one function in a folder of its artifact. */
export const lambdaStarter = ({ name }: StarterApplication): Starter => ({
  connection: true,
  entry: `
# A commit is built, a version of each function is published, and the traffic of an alias moves to it.
kind: lambda

# A push of this branch starts the pipeline. Change acme to the owner of your repository.
source: { git: { connection: github, repository: acme/${name}, push: { branches: [main] } } }

# Buildspecs that must pass before anything is built; each is a stage.
# checks: { unit-tests: buildspec.test.yml }

# Your buildspec. Its artifact has a folder, or a zip, for each function.
build: { buildspec: buildspec.yml }

# The functions, which are released and taken back together. The factory makes each, with log group, alias and alarm.
functions:
  api:
    code: dist/api # in the build's artifact
    handler: index.handler
    runtime: nodejs24.x
    memory: 256 # MB
    timeout: 10s
    # environment: { TABLE: ${name} }
    # policies: [AmazonDynamoDBReadOnlyAccess] # what the function may do beside writing its log

# How the traffic moves: all-at-once, canary or linear.
deploy: { alias: live, traffic: { canary: { percentage: 10, interval: 5m } } }

# Where this is deployed, and what differs there.
environments:
  stg: { deploy: { traffic: all-at-once } }
  # prd: { source: { git: { push: { tags: ["v*"] } } }, approval: true } # released by a tag, once a person agrees
`,
});
