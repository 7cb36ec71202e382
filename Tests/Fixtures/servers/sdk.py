#!/usr/bin/env python3
"""Compares our wire formats with the publishers' own Python packages: openai, anthropic and google-genai.

usage: sdk.py replies         prints an answer of each interface, built from the packages' classes
       sdk.py check < LINES   checks requests, a JSON line {"interface": NAME, "body": {…}} each, against the packages' types
Where the packages are missing it says so and ends with 77.
"""
import json
import sys

try:
    import anthropic.types as messages
    import anthropic.types.beta.message_create_params as beta_params
    import google.genai.types as gemini
    import openai.types.chat as chat
    import openai.types.chat.completion_create_params as chat_params
    import openai.types.responses as responses
    import openai.types.responses.response_create_params as response_params
    from pydantic import TypeAdapter
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)


def walk(value):
    """Reads lists that pydantic checks only when they are read."""
    if isinstance(value, dict):
        for inner in value.values():
            walk(inner)
    elif not isinstance(value, (str, bytes, int, float, bool, type(None))):
        for inner in value:
            walk(inner)


PARAMETERS = {
    "openai": TypeAdapter(chat_params.CompletionCreateParamsNonStreaming),
    "responses": TypeAdapter(response_params.ResponseCreateParamsNonStreaming),
    "anthropic": TypeAdapter(beta_params.MessageCreateParamsNonStreaming)}


def check(interface, body):
    if interface in PARAMETERS:
        walk(PARAMETERS[interface].validate_python(body))
    else:
        for content in body["contents"]:
            gemini.Content.model_validate(content)
        gemini.Content.model_validate(body["systemInstruction"])
        gemini.GenerationConfig.model_validate(body.get("generationConfig", {}))
        for tool in body.get("tools", []):
            gemini.Tool.model_validate(tool)
        unknown = set(body) - {"contents", "systemInstruction", "generationConfig", "tools"}
        assert not unknown, unknown


def replies():
    call = {"id": "c1", "type": "function", "function": {"name": "click", "arguments": "{\"x\": 1}"}}
    usage = {"prompt_tokens": 30, "completion_tokens": 12, "total_tokens": 42,
             "prompt_tokens_details": {"cached_tokens": 10}}
    completion = chat.ChatCompletion(
        id="x", object="chat.completion", created=1, model="m", usage=usage, choices=[
            {"index": 0, "finish_reason": "tool_calls", "logprobs": None, "message": {
                "role": "assistant", "content": "hello", "refusal": None, "tool_calls": [call]}}])
    response = responses.Response(
        id="x", object="response", created_at=1, model="m", status="completed", parallel_tool_calls=True,
        tool_choice="auto", tools=[], error=None, incomplete_details=None, instructions=None, metadata=None,
        temperature=None, top_p=None,
        usage={"input_tokens": 30, "output_tokens": 12, "total_tokens": 42,
               "input_tokens_details": {"cached_tokens": 10, "cache_write_tokens": 0},
               "output_tokens_details": {"reasoning_tokens": 0}},
        output=[
            {"id": "m1", "type": "message", "role": "assistant", "status": "completed",
             "content": [{"type": "output_text", "text": "hello", "annotations": []}]},
            {"id": "f1", "type": "function_call", "call_id": "c1", "name": "click", "arguments": "{\"x\": 1}",
             "status": "completed"}])
    message = messages.Message(
        id="x", type="message", role="assistant", model="m", stop_reason="tool_use", stop_sequence=None,
        usage={"input_tokens": 15, "cache_read_input_tokens": 10, "cache_creation_input_tokens": 5,
               "output_tokens": 12},
        content=[{"type": "text", "text": "hello", "citations": None},
                 {"type": "tool_use", "id": "c1", "name": "click", "input": {"x": 1}}])
    content = gemini.GenerateContentResponse(
        candidates=[gemini.Candidate(
            finish_reason="STOP", content=gemini.Content(role="model", parts=[
                gemini.Part(text="hello"),
                gemini.Part(function_call=gemini.FunctionCall(id="c1", name="click", args={"x": 1}),
                            thought_signature=b"abc")]))],
        usage_metadata=gemini.GenerateContentResponseUsageMetadata(
            prompt_token_count=30, candidates_token_count=12, cached_content_token_count=10))
    return {
        "openai": completion.model_dump(mode="json"), "responses": response.model_dump(mode="json", exclude_none=True),
        "anthropic": message.model_dump(mode="json", exclude_none=True),
        "gemini": json.loads(content.model_dump_json(by_alias=True, exclude_none=True))}


if sys.argv[1] == "replies":
    print(json.dumps(replies()))
else:
    for line in sys.stdin:
        case = json.loads(line)
        try:
            check(case["interface"], case["body"])
        except Exception as error:
            print(f"{case['interface']}: {error}")
            sys.exit(1)
    print("the packages accept every request")
