"""The official client of OpenAI's API on a server of ours.

usage: client.py URL MODEL PICTURE TOKEN        exits with 77 where the package `openai` is missing
"""
import base64
import json
import pathlib
import sys

try:
    import openai
except ImportError as error:
    print(error)
    sys.exit(77)

url, model, picture, token = sys.argv[1:5]
client = openai.OpenAI(base_url=url, api_key=token, max_retries=0)
assert [entry.id for entry in client.models.list()] == [model]
assert client.models.retrieve(model).id == model
shown = "data:image/png;base64," + base64.b64encode(pathlib.Path(picture).read_bytes()).decode()
messages = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": shown}},
                                         {"type": "text", "text": "What is there?"}]}]
ask = {"model": model, "messages": messages, "max_tokens": 12, "temperature": 1.0, "seed": 7}
whole = client.chat.completions.create(**ask)
assert whole.choices[0].finish_reason in ("length", "stop") and whole.usage.completion_tokens <= 12, whole
text, last = "", None
for chunk in client.chat.completions.create(**ask, stream=True, stream_options={"include_usage": True}):
    text += chunk.choices[0].delta.content or "" if chunk.choices else ""
    last = chunk
assert text == whole.choices[0].message.content, (text, whole)
assert last.usage.completion_tokens == whole.usage.completion_tokens
assert last.usage.prompt_tokens_details.cached_tokens > 0, last
schema = {"type": "object", "properties": {"size": {"type": "integer"}}, "required": ["size"],
          "additionalProperties": False}
shaped = client.chat.completions.create(
    model=model, messages=messages, max_tokens=200,
    response_format={"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}})
assert isinstance(json.loads(shaped.choices[0].message.content)["size"], int), shaped
frames = {"type": "video", "video": [shown] * 4, "fps": 2}
film = [{"role": "user", "content": [frames, {"type": "text", "text": "What happens?"}]}]
seen = client.chat.completions.create(**{**ask, "messages": film})
text = client.chat.completions.create(**{**ask, "messages": [{"role": "user", "content": "What happens?"}]})
assert seen.usage.prompt_tokens > text.usage.prompt_tokens + 4 and seen.choices[0].finish_reason in ("length", "stop"), seen
streamed = client.chat.completions.create(**{**ask, "messages": film}, stream=True)
streamed = "".join(chunk.choices[0].delta.content or "" for chunk in streamed if chunk.choices)
assert streamed == seen.choices[0].message.content, (streamed, seen)
for wrong in ({**frames, "video": []}, {**frames, "fps": 0}, {**frames, "video": ["file:///etc/passwd"]}):
    try:
        client.chat.completions.create(**{**ask, "messages": [{"role": "user", "content": [wrong]}]})
        raise AssertionError("%s is taken" % wrong)
    except openai.BadRequestError:
        pass
for stream in (False, True):
    shaped = client.chat.completions.create(
        model=model, messages=film, max_tokens=200, stream=stream, extra_body={"structured_outputs": {"json": schema}})
    if stream:
        said = "".join(chunk.choices[0].delta.content or "" for chunk in shaped if chunk.choices)
    else:
        said = shaped.choices[0].message.content
    assert isinstance(json.loads(said)["size"], int), shaped
try:
    client.chat.completions.create(**ask, extra_body={"structured_outputs": {"regex": "a+"}})
    raise AssertionError("a regular expression is taken")
except openai.BadRequestError as error:
    assert error.param == "structured_outputs", error
free = client.chat.completions.create(
    model=model, messages=messages, max_tokens=200, response_format={"type": "json_object"})
assert free.choices[0].finish_reason == "length" or isinstance(json.loads(free.choices[0].message.content), dict), free
tool = {"type": "function", "function": {"name": "press", "parameters": schema}}
for stream in (False, True):
    called = client.chat.completions.create(
        model=model, messages=messages, tools=[tool], tool_choice="required", max_tokens=200, stream=stream)
    if stream:
        calls = [call for chunk in called if chunk.choices for call in chunk.choices[0].delta.tool_calls or []]
    else:
        calls = called.choices[0].message.tool_calls
        assert called.choices[0].finish_reason == "tool_calls", called
    assert calls[0].function.name == "press" and isinstance(json.loads(calls[0].function.arguments)["size"], int), calls
answered = client.chat.completions.create(
    model=model, max_tokens=2, tools=[tool], messages=messages + [
        {"role": "assistant", "content": None, "tool_calls": [calls[0].model_dump(exclude={"index"})]},
        {"role": "tool", "tool_call_id": calls[0].id, "content": "pressed"}])
assert answered.usage.prompt_tokens > whole.usage.prompt_tokens
try:
    client.chat.completions.create(**{**ask, "n": 2})
    raise AssertionError("n is taken")
except openai.BadRequestError as error:
    assert error.param == "n", error
try:
    openai.OpenAI(base_url=url, api_key="wrong", max_retries=0).models.list()
    raise AssertionError("a wrong token is taken")
except openai.AuthenticationError:
    pass
with client.chat.completions.create(**{**ask, "max_tokens": 4000}, stream=True) as stream:
    for chunk in stream:
        break
assert client.chat.completions.create(**ask).usage.completion_tokens == whole.usage.completion_tokens
print("openai")
