package io.sluice.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.EventId;
import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Processing;
import io.sluice.contracts.Start;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The wire's conventions, as {@link io.sluice.contracts.SluiceEvent} states them. */
final class EventJson {

    private static final List<Class<? extends Enum<?>>> ENUMS =
            List.of(
                    BalanceModel.class,
                    Processing.class,
                    Start.class,
                    FactStatus.class,
                    FactSource.class);

    private EventJson() {}

    static JsonMapper mapper() {
        SimpleModule module = new SimpleModule("sluice");
        module.addSerializer(Long.class, ToStringSerializer.instance);
        module.addSerializer(Long.TYPE, ToStringSerializer.instance);
        text(module, WithdrawalId.class, WithdrawalId::of);
        text(module, PayoutId.class, PayoutId::of);
        text(module, EventId.class, EventId::of);
        ENUMS.forEach(type -> kebabCase(module, type));
        return JsonMapper.builder()
                .addModule(module)
                .annotationIntrospector(
                        AnnotationIntrospector.pair(
                                new JacksonAnnotationIntrospector(), new Presence()))
                .propertyNamingStrategy(new Names())
                .changeDefaultPropertyInclusion(
                        value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .build();
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, ToStringSerializer.instance);
        module.addDeserializer(type, new Parsed<>(parse));
    }

    private static <T extends Enum<?>> void kebabCase(SimpleModule module, Class<T> type) {
        module.addSerializer(type, new KebabCase<>());
        module.addDeserializer(type, new Parsed<>(text -> constant(type, text)));
    }

    private static <T extends Enum<?>> T constant(Class<T> type, String text) {
        for (T constant : type.getEnumConstants()) {
            if (kebab(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("unknown " + type.getSimpleName());
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static final class KebabCase<T extends Enum<?>> extends ValueSerializer<T> {

        @Override
        public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(kebab(value));
        }
    }

    private static final class Parsed<T> extends ValueDeserializer<T> {

        private final Function<String, T> parse;

        Parsed(Function<String, T> parse) {
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) {
            return parse.apply(in.getValueAsString(""));
        }
    }

    /** A component that is not {@code @Nullable} must be there, and must not be null. */
    private static final class Presence extends NopAnnotationIntrospector {

        @Override
        public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            return member instanceof AnnotatedParameter parameter ? isRequired(parameter) : null;
        }

        @Override
        public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
            return annotated instanceof AnnotatedParameter parameter && isRequired(parameter)
                    ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
                    : JsonSetter.Value.empty();
        }

        private static boolean isRequired(AnnotatedParameter parameter) {
            return parameter.getMember() instanceof Constructor<?> constructor
                    && !constructor.getAnnotatedParameterTypes()[parameter.getIndex()]
                            .isAnnotationPresent(Nullable.class);
        }
    }

    /** {@code final} is no name for a component in Java. */
    private static final class Names extends PropertyNamingStrategy {

        @Override
        public String nameForField(MapperConfig<?> config, AnnotatedField field, String name) {
            return wireName(name);
        }

        @Override
        public String nameForGetterMethod(
                MapperConfig<?> config, AnnotatedMethod method, String name) {
            return wireName(name);
        }

        @Override
        public String nameForConstructorParameter(
                MapperConfig<?> config, AnnotatedParameter parameter, String name) {
            return wireName(name);
        }

        private static String wireName(String name) {
            return name.equals("isFinal") ? "final" : name;
        }
    }
}
