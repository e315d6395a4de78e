"""The process a Python function's code runs in: loads the handler that `_HANDLER` names from `LAMBDA_TASK_ROOT` and answers
invocations, one at a time. It speaks what Node speaks with the processes that it starts: a JSON object a line, over the
socket that `NODE_CHANNEL_FD` names.
"""

import decimal
import importlib
import io
import json
import logging
import os
import resource
import sys
import threading
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../../../kit/python"))

from function_clock import follow_clock, machine_sleep, machine_time, now, set_time

CHANNEL = int(os.environ.pop("NODE_CHANNEL_FD"))
os.environ.pop("NODE_CHANNEL_SERIALIZATION_MODE", None)
EXIT_CODE = 1
writing = threading.Lock()


class HandlerError(Exception):
    """Why a handler cannot be called, or its answer not be given, as Lambda's runtime says it."""

    def __init__(self, error_type, message):
        super().__init__(message)
        self.error_type = error_type


def send(message):
    data = (json.dumps(message) + "\n").encode()
    with writing:
        while data:
            data = data[os.write(CHANNEL, data) :]


class Output(io.TextIOBase):
    """Goes by the same channel as the answer, line by line, so that none comes after the answer it belongs to."""

    encoding = "utf-8"

    def __init__(self):
        super().__init__()
        self.begun = ""
        self.buffer = Bytes(self)

    def writable(self):
        return True

    def write(self, text):
        *lines, self.begun = (self.begun + text).split("\n")
        for line in lines:
            send({"kind": "output", "text": line + "\n"})
        return len(text)

    def flush(self):
        """A line that has no end stays together with what follows."""

    def end(self):
        if self.begun:
            self.write("\n")



class Bytes(io.RawIOBase):
    """What a program writes bytes to."""

    def __init__(self, output):
        super().__init__()
        self.output = output

    def writable(self):
        return True

    def write(self, data):
        self.output.write(bytes(data).decode("utf-8", "replace"))
        return len(data)


class LambdaHandler(logging.Handler):
    """https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html"""

    def emit(self, record):
        timestamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now())) + f".{int(now() * 1000) % 1000:03d}Z"
        request_id = context.aws_request_id if context else ""
        message = self.format(record)
        if os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON":
            fields = {"level": record.levelname, "message": message, "logger": record.name, "requestId": request_id}
            print(json.dumps({"timestamp": timestamp, **fields}))
        else:
            print(f"[{record.levelname}]\t{timestamp}\t{request_id}\t{message}")


class Identity:
    """Of a caller that Cognito has authenticated, which none here is."""

    cognito_identity_id = None
    cognito_identity_pool_id = None


class Context:
    """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

    def __init__(self, given):
        self.function_name = given["functionName"]
        self.function_version = given["functionVersion"]
        self.invoked_function_arn = given["invokedFunctionArn"]
        self.memory_limit_in_mb = given["memoryLimitInMB"]
        self.aws_request_id = given["awsRequestId"]
        self.log_group_name = given["logGroupName"]
        self.log_stream_name = given["logStreamName"]
        self.client_context = given.get("clientContext")
        self.identity = Identity()
        self._deadline = given["deadline"]

    def get_remaining_time_in_millis(self):
        return max(0, int(self._deadline - machine_time() * 1000))


context = None


def load(name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        raise HandlerError("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise HandlerError(
            "Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}"
        ) from error
    except SyntaxError as error:
        raise HandlerError(
            "Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}"
        ) from error
    if not hasattr(module, function_name):
        raise HandlerError(
            "Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'"
        )
    return getattr(module, function_name)


def describe(error):
    if isinstance(error, HandlerError):
        return {"errorType": error.error_type, "errorMessage": str(error), "stackTrace": []}
    return {
        "errorType": type(error).__name__,
        "errorMessage": str(error),
        "stackTrace": traceback.format_tb(error.__traceback__)[1:],  # without this file's line
    }


def as_json(value):
    """What DynamoDB gives for a number is one in an answer, too.

    https://github.com/aws/aws-lambda-python-runtime-interface-client
    """
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def invoke(handler, message):
    global context
    set_time(message["now"] / 1000, message["standsStill"])
    context = Context(message["context"])
    answer = {"kind": "result"}
    try:
        value = handler(json.loads(message["event"]), context)
        try:
            answer["payload"] = json.dumps(value, default=as_json)
        except (TypeError, ValueError) as error:
            raise HandlerError("Runtime.MarshalError", f"Unable to marshal response: {error}") from error
    except Exception as error:
        answer["error"] = {**describe(error), "requestId": context.aws_request_id}
    sys.stdout.end()
    unit = 1 if sys.platform == "darwin" else 1024
    answer["memoryBytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    send(answer)


def end_with_parent():
    """A handler that never yields would not see that the channel is closed."""
    parent = os.getppid()
    while os.getppid() == parent:
        machine_sleep(0.25)  # no sleep of the function's
    os._exit(EXIT_CODE)


def main():
    threading.Thread(target=end_with_parent, daemon=True).start()
    channel = os.fdopen(os.dup(CHANNEL), "r", encoding="utf-8")
    sys.stdout = sys.stderr = Output()
    root = logging.getLogger()
    root.addHandler(LambdaHandler())
    root.setLevel(logging.WARNING)
    sys.path[:2] = [os.environ["LAMBDA_TASK_ROOT"]]  # in place of this program's own folders
    follow_clock()
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        send({"kind": "error", "error": describe(error)})
        os._exit(EXIT_CODE)
    send({"kind": "ready"})
    for line in channel:
        invoke(handler, json.loads(line))


main()
